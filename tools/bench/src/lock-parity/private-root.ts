import { spawnSync } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import {
  type ArchiveIndex,
  archiveRelease,
  formatIndexStream,
  parseCleartext,
  parseRelease,
} from '@apt2ostree/apt-index'

/** An apt that has nothing installed and its own lists, of the archives this host uses. */
export interface PrivateRoot {
  readonly folder: string
  /** The configuration to run apt-get with, as APT_CONFIG. */
  readonly configuration: string
}

/**
 * Makes a private apt root in `folder`, unless it is there already, and fetches the lists.
 * The sources are the host's own; `codename` puts another suite in their place.
 */
export function createPrivateRoot(
  folder: string,
  architectures: readonly string[],
  codename: string | undefined,
): PrivateRoot {
  const root = { folder, configuration: join(folder, 'apt.conf') }
  if (existsSync(root.configuration)) return root
  for (const path of ['etc/apt/sources.list.d', 'var/lib/apt/lists/partial', 'var/lib/dpkg']) {
    mkdirSync(join(folder, path), { recursive: true })
  }
  mkdirSync(join(folder, 'var/cache/apt/archives/partial'), { recursive: true })
  writeFileSync(join(folder, 'var/lib/dpkg/status'), '')
  writeFileSync(join(folder, 'etc/apt/sources.list.d/host.sources'), hostSources(codename))
  writeFileSync(root.configuration, configurationOf(folder, architectures))
  const { status, stderr } = runApt(root, ['update'])
  if (status !== 0) console.error(`some lists are missing for both:\n${stderr}`)
  return root
}

/** Runs apt-get in the private root. */
export function runApt(root: PrivateRoot, args: readonly string[]) {
  const env = { ...process.env, APT_CONFIG: root.configuration, LC_ALL: 'C.UTF-8' }
  return spawnSync('apt-get', args, { env, encoding: 'utf8', maxBuffer: 2 ** 28 })
}

/** Returns the lists of the root as `apt-index packages` would print them. */
export function packagesStream(
  root: PrivateRoot,
  architectures: readonly string[],
): AsyncIterable<Uint8Array> {
  const lists = join(root.folder, 'var/lib/apt/lists')
  const targets = runApt(root, [
    'indextargets',
    '--format',
    '$(SUITE)/$(SITE)/$(FILENAME)',
    'Created-By: Packages',
  ])
  const paths = targets.stdout
    .trim()
    .split('\n')
    .map((line) => line.slice(line.indexOf(lists)))
    .filter((path) => architectures.some((arch) => path.includes(`binary-${arch}_`)))
  return formatIndexStream(
    paths
      .filter((path) => existsSync(path))
      .map((path) => {
        return { index: describeList(path), read: () => createReadStream(path) }
      }),
  )
}

function describeList(path: string): ArchiveIndex {
  const inRelease = readFileSync(path.replace(/_[^_]+_binary-[^_]+_Packages$/, '_InRelease'))
  const release = parseRelease(parseCleartext(inRelease).text)
  const place = { archiveUri: '', suite: '', sha256: path, unchecked: [] }
  return { ...archiveRelease({ ...place, release }), path, component: '', architecture: '' }
}

function hostSources(codename: string | undefined): string {
  const folder = '/etc/apt/sources.list.d'
  const files = readdirSync(folder).filter((name) => name.endsWith('.sources'))
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'))
  const ours = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  const text = texts.join('\n\n')
  return codename === undefined || ours === undefined ? text : text.replaceAll(ours, codename)
}

/** No configuration of the host: what apt decides must not depend on the machine. */
export function configurationOf(folder: string, architectures: readonly string[]): string {
  return `Dir "${folder}/";
Dir::State::status "${folder}/var/lib/dpkg/status";
Dir::Etc::main "/nonexistent";
Dir::Etc::parts "/nonexistent";
APT::Architecture "${architectures[0]}";
APT::Architectures { ${architectures.map((arch) => `"${arch}"; `).join('')}};
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
pkgCacheGen::ForceEssential ",";
`
}
