import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { OstreeRepoError } from '../errors.js'
import { type Checksum, isChecksum } from '../objects/checksum.js'
import { isRefSpec, parseRefSpec } from './ref-name.js'

/** The commit that `[REMOTE:]REF` points to, undefined when there is no such ref. */
export function readRef(repoPath: string, name: string): Checksum | undefined {
  const path = refPath(repoPath, name)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (isAbsence(error) || (error as NodeJS.ErrnoException).code === 'EISDIR') return undefined
    throw error
  }
  const checksum = text.trimEnd()
  if (isChecksum(checksum)) return checksum
  throw new OstreeRepoError(
    'ERR_OSTREE_CORRUPT_REF',
    `cannot read ref "${name}": "${path}" holds no checksum`,
  )
}

/** All refs as `REF` or `REMOTE:REF`, sorted; with a prefix, that ref and those below it. */
export function* listRefs(repoPath: string, prefix?: string): Generator<[string, Checksum]> {
  for (const name of listRefNames(repoPath, prefix).filter(isRefSpec)) {
    const checksum = readRef(repoPath, name)
    if (checksum !== undefined) yield [name, checksum]
  }
}

/** The file of `[REMOTE:]REF`, whether there is one or not. */
export function refPath(repoPath: string, name: string): string {
  const { remote, ref } = parseRefSpec(name)
  return `${repoPath}/refs/${remote === undefined ? 'heads' : `remotes/${remote}`}/${ref}`
}

/**
 * The names of all ref files and aliases, `REMOTE:REF` for those of remotes, sorted; with a prefix,
 * that ref and those below it.
 */
export function listRefNames(repoPath: string, prefix?: string): string[] {
  if (prefix !== undefined) return isRefSpec(prefix) ? refNamesFrom(repoPath, prefix) : []
  const names = listFiles(`${repoPath}/refs/heads`)
  for (const path of listFiles(`${repoPath}/refs/remotes`)) {
    const slash = path.indexOf('/')
    if (slash > 0) names.push(`${path.slice(0, slash)}:${path.slice(slash + 1)}`)
  }
  return names.sort()
}

/** Yields aliases (`ostree refs --alias`) with the refs that they lead to. */
export function* listAliases(repoPath: string): Generator<[alias: string, target: string]> {
  const root = `${repoPath}/refs/heads`
  for (const name of listFiles(root)) {
    const path = `${root}/${name}`
    if (!lstatSync(path).isSymbolicLink()) continue
    yield [name, relative(root, resolve(dirname(path), readlinkSync(path)))]
  }
}

/** The remotes that refs were pulled from, sorted. */
export function listRemotes(repoPath: string): string[] {
  const path = `${repoPath}/refs/remotes`
  return existsSync(path) ? readdirSync(path).sort() : []
}

function refNamesFrom(repoPath: string, prefix: string): string[] {
  const path = refPath(repoPath, prefix)
  if (isFile(path)) return [prefix]
  return listFiles(path)
    .map((name) => `${prefix}/${name}`)
    .sort()
}

/** Whether there is a file or an alias of that name, whatever it holds. */
export function isRefFile(repoPath: string, name: string): boolean {
  return isFile(refPath(repoPath, name))
}

function isFile(path: string): boolean {
  try {
    return !lstatSync(path).isDirectory()
  } catch (error) {
    if (isAbsence(error)) return false
    throw error
  }
}

function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** Aliases (`ostree refs --alias`) are symlinks. */
function listFiles(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
  } catch (error) {
    if (isAbsence(error)) return []
    throw error
  }
}
