import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readAllowedDifferences } from './allowed-differences.js'
import { diffInstalledTrees } from './installed-tree.js'
import { out } from './run.js'

/** One of the configurations of Debian's multistrap package. */
export interface Example {
  readonly path: string
  /** In place of what its sections install. */
  readonly packages: string
  /** Lines added to [General]. */
  readonly general?: string
}

/** The archive that this machine's apt sources name first: those of the examples have gone. */
export interface Archive {
  readonly uri: string
  readonly suite: string
  /** The package of its keys. */
  readonly keyring: string
}

const documentation = '/usr/share/doc/multistrap/examples'
const isAllowed = readAllowedDifferences(
  fileURLToPath(new URL('../test/multistrap-differences.txt', import.meta.url)),
)

/** The configurations that CI makes; between them all that the others are, once the suites are the same. */
export const examples: readonly Example[] = [
  { path: `${documentation}/multistrap-example.conf`, packages: '' },
  { path: '/usr/share/multistrap/sid.conf', packages: 'apt nano less', general: 'hookdir=hooks' },
  { path: '/usr/share/multistrap/chroot.conf', packages: 'apt ca-certificates' },
]

/** Returns a configuration in `folder` that is `example` with suites that are still there. */
export function writeExample(folder: string, example: Example, archive: Archive): string {
  const { path, packages, general = '' } = example
  const name = path.replace(/^.*\/|\.conf$/g, '')
  const conf = readFileSync(path, 'utf8')
    .replace(/^source=.*$/gm, `source=${archive.uri}`)
    .replace(/^suite=.*$/gm, `suite=${archive.suite}`)
    .replace(/^keyring=.*$/gm, `keyring=${archive.keyring}`)
    .replace(/^packages=.*$/m, `packages=${packages}`)
    .replace('[General]', `[General]\n${general}`)
  writeFileSync(`${folder}/${name}.conf`, conf)
  return name
}

/** The paths at which our tree of a configuration differs from multistrap's, without the listed ones. */
export function differences(theirs: string, ours: string): [string, string][] {
  return [...diffInstalledTrees(theirs, ours)].filter(([path]) => !isAllowed(path))
}

/** Makes the tree of `NAME.conf` in `folder` with the real program. */
export async function realTree(folder: string, name: string): Promise<string> {
  await out(`cd ${folder} && /usr/sbin/multistrap -f ${name}.conf -d ${folder}/${name}`)
  return `${folder}/${name}`
}
