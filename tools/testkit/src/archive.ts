import { createHash } from 'node:crypto'
import { type Compression, compressors } from './compressors.js'
import { signCleartext, signDetached } from './sign-release.js'
import type { SigningKey, SignOptions } from './signing-key.js'

/** The files of an archive by their path under its base URI. */
export type ArchiveFiles = Map<string, Buffer>

/** One suite of an archive. What is left out is as Debian has it. */
export interface SuiteOptions {
  /** Default: stable, of codename `test`. With a `/` at its end the archive is a flat one. */
  readonly suite?: string
  readonly codename?: string
  /** More fields of the Release file, or other values; undefined leaves a field out. */
  readonly fields?: Readonly<Record<string, string | undefined>>
  /** The text of each index by its path, `main/binary-amd64/Packages`. */
  readonly indexes: Readonly<Record<string, string | Buffer>>
  /** Default: xz and gz, and the uncompressed one listed in Release but not served. */
  readonly compressions?: readonly Compression[]
  readonly byHash?: boolean
  /** Of the digests that Release lists and by-hash goes by. Default: sha256. */
  readonly algorithm?: 'sha256' | 'sha512'
  /** Default: nobody. */
  readonly keys?: readonly SigningKey[]
  readonly signing?: SignOptions
  /** Default: InRelease alone. */
  readonly signatures?: 'inline' | 'detached'
  /** Changes the Release text before it is signed. */
  readonly editRelease?: (text: string) => string
}

/** Returns the files of a signed suite: Release files and indexes, not the pool. */
export async function buildSuite(options: SuiteOptions): Promise<ArchiveFiles> {
  const { suite = 'stable', indexes, compressions = ['xz', 'gz'], byHash = true } = options
  const { algorithm = 'sha256' } = options
  const hashes = `by-hash/${algorithm.toUpperCase()}`
  const directory = suite.endsWith('/') ? suite.replace(/^(\.\/)+/, '') : `dists/${suite}/`
  const files: ArchiveFiles = new Map()
  const listed = new Map<string, Buffer>()
  for (const [path, text] of Object.entries(indexes)) {
    const content = Buffer.from(text)
    listed.set(path, content)
    for (const kind of compressions) {
      const name = kind === 'none' ? path : `${path}.${kind}`
      const bytes = compressors[kind](content)
      listed.set(name, bytes)
      files.set(directory + name, bytes)
      if (byHash)
        files.set(
          `${directory}${path.replace(/[^/]*$/, '')}${hashes}/${digest(algorithm, bytes)}`,
          bytes,
        )
    }
  }
  const text = formatRelease(options, listed)
  for (const [name, bytes] of await sign(text, options)) files.set(directory + name, bytes)
  return files
}

function formatRelease(options: SuiteOptions, listed: ReadonlyMap<string, Buffer>): string {
  const { suite = 'stable', codename = 'test', fields = {}, byHash = true, indexes } = options
  const { algorithm = 'sha256' } = options
  const parts = Object.keys(indexes).map((path) => path.split('/'))
  const unique = (names: (string | undefined)[]) => [...new Set(names)].join(' ')
  const all: Record<string, string | undefined> = {
    Origin: 'Test',
    Label: 'Test archive',
    Suite: suite.replace(/\/$/, ''),
    Codename: codename,
    Date: 'Thu, 02 Jan 2020 00:00:00 UTC',
    'Acquire-By-Hash': byHash ? 'yes' : undefined,
    Architectures: unique(parts.map(([, binary]) => binary?.replace('binary-', ''))),
    Components: unique(parts.map(([component]) => component)),
    [algorithm.toUpperCase()]: [...listed]
      .map(([path, bytes]) => `\n ${digest(algorithm, bytes)} ${bytes.length} ${path}`)
      .join(''),
    ...fields,
  }
  const lines = Object.entries(all).filter(([, value]) => value !== undefined)
  const text = `${lines.map(([name, value]) => `${name}:${value?.startsWith('\n') ? '' : ' '}${value}`).join('\n')}\n`
  return options.editRelease?.(text) ?? text
}

async function sign(text: string, options: SuiteOptions): Promise<[string, Buffer][]> {
  const { keys = [], signing, signatures = 'inline' } = options
  if (keys.length > 0 && signatures === 'inline') {
    return [['InRelease', await signCleartext(text, keys, signing)]]
  }
  const release: [string, Buffer] = ['Release', Buffer.from(text)]
  return keys.length === 0
    ? [release]
    : [release, ['Release.gpg', await signDetached(text, keys, signing)]]
}

function digest(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
