import { readdirSync, readFileSync } from 'node:fs'
import { type Checksum, isChecksum } from './checksum.js'
import { OstreeRepoError } from './errors.js'
import { isRefSpec, parseRefSpec } from './ref-name.js'

/** The commit that `[REMOTE:]REF` points to, undefined when there is no such ref. */
export function readRef(repoPath: string, name: string): Checksum | undefined {
  const path = refPath(repoPath, name)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined
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
  for (const name of listRefNames(repoPath).filter(isRefSpec)) {
    if (prefix !== undefined && name !== prefix && !name.startsWith(`${prefix}/`)) continue
    const checksum = readRef(repoPath, name)
    if (checksum !== undefined) yield [name, checksum]
  }
}

/** The file of `[REMOTE:]REF`, whether there is one or not. */
export function refPath(repoPath: string, name: string): string {
  const { remote, ref } = parseRefSpec(name)
  return `${repoPath}/refs/${remote === undefined ? 'heads' : `remotes/${remote}`}/${ref}`
}

/** The names of all ref files, `REMOTE:REF` for those of remotes, sorted. */
export function listRefNames(repoPath: string): string[] {
  const names = listFiles(`${repoPath}/refs/heads`)
  for (const path of listFiles(`${repoPath}/refs/remotes`)) {
    const slash = path.indexOf('/')
    if (slash > 0) names.push(`${path.slice(0, slash)}:${path.slice(slash + 1)}`)
  }
  return names.sort()
}

function listFiles(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
