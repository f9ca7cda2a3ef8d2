import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const stub = fileURLToPath(new URL('stub', import.meta.url))

const multistrap = '/usr/sbin/multistrap'

/** What apt is asked for, in words that two askers share. */
export interface Asked {
  /** Lines of sources.list(5) without options and comments, in their order. */
  readonly sources: readonly string[]
  /** Sorted; then those of the second run. */
  readonly packages: readonly string[]
  readonly additional: readonly string[]
  readonly recommends: boolean
  readonly noAuth: boolean
  readonly defaultRelease: string
  /** The sources that the tree keeps, file by file, with their options. */
  readonly kept: Readonly<Record<string, readonly string[]>>
}

/**
 * What the real multistrap asks of apt, a stub being in apt-get's place, for the configuration `name`
 * in `folder`; undefined where it stops before, or apt cannot read the sources that it wrote.
 */
export async function askMultistrap(folder: string, name: string): Promise<Asked | undefined> {
  const log = join(folder, 'log')
  const env = { PATH: `${stub}:${process.env.PATH}`, LOG: log, USER: 'root', LC_ALL: 'C' }
  await run(multistrap, ['-d', 'root', '-f', name], { cwd: folder, env }).catch(() => undefined)
  if (!existsSync(log)) return undefined
  const calls = readFileSync(log, 'utf8').split('== apt-get\n').slice(1).map(words)
  const installs = calls.filter((call) => call.includes('install'))
  const [first, second] = installs.map((call) => call.slice(call.indexOf('install') + 1))
  if (first === undefined || installs[0] === undefined) return undefined
  const option = (start: string) => installs[0]?.find((word) => word.startsWith(start))
  const sources = Object.values(readLines(`${log}.sources`)).flat()
  if (!(await aptReads(folder, sources))) return undefined
  return {
    sources: sources.filter((line) => line.startsWith('deb ')).map(withoutOptions),
    packages: [...new Set(first)].sort(),
    additional: second ?? [],
    recommends: option('Apt::Install-Recommends=false') === undefined,
    noAuth: option('Apt::Get::AllowUnauthenticated=true') !== undefined,
    defaultRelease: option('APT::Default-Release=')?.replace(/^[^=]*=/, '') ?? '',
    kept: readLines(join(folder, 'root/etc/apt/sources.list.d')),
  }
}

/** The lines of the files in a folder, without comments and needless blanks; no empty files. */
export function readLines(folder: string): Record<string, string[]> {
  const files = readdirSync(folder).sort()
  const lines = files.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return [name, words(text.replaceAll(/#.*/g, '')).map(tidy)] as const
  })
  return Object.fromEntries(lines.filter(([, found]) => found.length > 0))
}

/** A line of sources.list(5) as two writers of it agree. */
export function withoutOptions(line: string): string {
  return tidy(line.replace(/ \[[^\]]*\]/, ''))
}

function tidy(line: string): string {
  return line.trim().replaceAll(/\s+/g, ' ')
}

function words(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}

/** Whether real apt can read these sources, and there is one. */
async function aptReads(folder: string, sources: readonly string[]): Promise<boolean> {
  if (!sources.some((line) => line.startsWith('deb '))) return false
  const list = join(folder, 'all.list')
  writeFileSync(list, `${sources.join('\n')}\n`)
  const options = [`Dir::Etc::SourceList=${list}`, 'Dir::Etc::SourceParts=/dev/null']
  const args = ['indextargets', ...options.flatMap((option) => ['-o', option])]
  return run('/usr/bin/apt-get', args).then(
    () => true,
    () => false,
  )
}
