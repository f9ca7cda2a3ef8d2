import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { readXattrs } from '@apt2ostree/ostree-repo'

/**
 * Each path of an installed system with all that is to be said of it: kind, mode, owner and group
 * by name, xattrs, link target or digest of the content. Names, since ids of system users follow
 * the order in which packages were configured; and so does the order of lines in a few files.
 */
export function readInstalledTree(root: string): Map<string, string> {
  const users = readNames(join(root, 'etc/passwd'))
  const groups = readNames(join(root, 'etc/group'))
  const paths = new Map<string, string>()
  const describe = (path: string, status: Stats) => {
    const owner = users.get(status.uid) ?? status.uid
    const group = groups.get(status.gid) ?? status.gid
    const xattrs = readXattrs(path)
      .filter(([name]) => name.toString() !== 'user.ostreemeta')
      .map(([name, value]) => ` ${name}=${value.toString('hex')}`)
    return `${status.mode.toString(8)} ${owner}:${group}${xattrs.join('')}${contentOf(path, status)}`
  }
  const visit = (path: string) => {
    for (const name of readdirSync(join(root, path))) {
      const full = join(root, path, name)
      const status = lstatSync(full)
      paths.set(`${path}/${name}`, describe(full, status))
      if (status.isDirectory()) visit(`${path}/${name}`)
    }
  }
  visit('')
  return paths
}

/** Paths at which two trees differ, with what is there in each. */
export function diffInstalledTrees(a: string, b: string): Map<string, string> {
  const [left, right] = [readInstalledTree(a), readInstalledTree(b)]
  const differences = new Map<string, string>()
  for (const path of new Set([...left.keys(), ...right.keys()])) {
    const [one, other] = [left.get(path), right.get(path)]
    if (one !== other) differences.set(path, `${one ?? 'absent'} / ${other ?? 'absent'}`)
  }
  return differences
}

/** Databases of users and groups: their order and the ids follow the order of configuration. */
const accounts = /\/etc\/(passwd|group|shadow|gshadow)$/
/** A list of lines that belong to different packages. */
const unordered = /\/etc\/shells$|\/var\/lib\/dpkg\/triggers\/File$/

function contentOf(path: string, status: Stats): string {
  if (status.isSymbolicLink()) return ` -> ${readlinkSync(path)}`
  if (!status.isFile()) return ''
  const content = readFileSync(path)
  return ` ${createHash('sha256').update(normalise(path, content)).digest('hex').slice(0, 16)}`
}

function normalise(path: string, content: Buffer): Buffer | string {
  const isAccounts = accounts.test(path)
  if (!isAccounts && !unordered.test(path)) return content
  const lines = content.toString('latin1').split('\n')
  return lines
    .map((line) => (isAccounts ? line.replace(/^([^:]*:[^:]*):\d+(:\d+)?:/, '$1:') : line))
    .sort()
    .join('\n')
}

/** The names in passwd(5) or group(5) by id. */
function readNames(path: string): Map<number, string> {
  const lines = readFileSync(path, 'utf8').split('\n')
  return new Map(
    lines.map((line) => line.split(':')).map(([name = '', , id]) => [Number(id), name] as const),
  )
}
