import { CorruptObjectError, ObjectNotFoundError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { textOf } from '../objects/entry-name.js'
import { objectName, parseLooseName } from '../objects/object-name.js'
import { pause } from '../pause.js'
import { listRefNames, readRef } from '../refs/refs.js'
import type { Repo } from '../repo.js'
import { UseFinder } from './find-uses.js'
import { listObjects } from './list-objects.js'
import { verifyObject } from './verify-object.js'

/** Something that is wrong with a repo. */
export interface FsckProblem {
  /** `<checksum>.<type>`, or the name of a ref. */
  readonly name: string
  /** `unreadable` is what the system refuses to read. */
  readonly kind: 'missing' | 'corrupt' | 'unreadable' | 'bad-ref'
  readonly reason: string
  /** What needs it: `REF:/path`, or `COMMIT:/path` where no ref leads. */
  readonly neededBy: readonly string[]
}

/** What {@link fsck} found. */
export interface FsckReport {
  readonly objects: number
  readonly commits: number
  readonly problems: readonly FsckProblem[]
}

/** Objects between two pauses. */
const OBJECTS_AT_ONCE = 100

type Finding = { kind: FsckProblem['kind']; reason: string; neededBy: string[] }

/** What {@link fsck} is told. */
export interface FsckOptions {
  /** Is called after each object. */
  readonly onObject?: (done: number, total: number) => void
  /** Ends the check when it is aborted. */
  readonly signal?: AbortSignal
}

/**
 * Reads and hashes every object of the repo, and follows every ref and commit. Commits that a pull
 * left partial (`state/*.commitpartial`) may lack objects.
 */
export async function fsck(
  repo: Repo,
  { onObject = () => {}, signal }: FsckOptions = {},
): Promise<FsckReport> {
  const findings = new Map<string, Finding>()
  const objects = [...listObjects(repo)]
  const present = new Set(objects.map(({ checksum, type }) => objectName(checksum, type)))
  for (const [i, object] of objects.entries()) {
    await verifyObject(repo, object).catch((error: Error) => {
      const name = objectName(object.checksum, object.type)
      const kind = error instanceof CorruptObjectError ? 'corrupt' : 'unreadable'
      findings.set(name, { kind, reason: error.message, neededBy: [] })
    })
    onObject(i + 1, objects.length)
    if (i % OBJECTS_AT_ONCE === 0) await pause(signal)
  }
  const commits = objects.filter(({ type }) => type === 'commit').map(({ checksum }) => checksum)
  const roots = findRoots(repo, commits, findings)
  const isBad = (name: string) =>
    findings.has(name) || (!present.has(name) && isMissing(repo, name, findings))
  const finder = new UseFinder(repo, isBad)
  for (const [label, commit] of roots) {
    if (repo.objects.isPartial(commit)) continue
    const name = objectName(commit, 'commit')
    if (isBad(name)) findings.get(name)?.neededBy.push(label)
    else {
      for (const [object, path] of finder.usesIn(repo.readRoot(commit))) {
        findings.get(object)?.neededBy.push(`${label}:${textOf(path)}`)
      }
    }
  }
  const problems = [...findings].map(([name, finding]) => ({ name, ...finding }))
  return { objects: objects.length, commits: new Set(roots.values()).size, problems }
}

/** The commits to follow, by what leads to them: refs, and then all commits without one. */
function findRoots(
  repo: Repo,
  commits: readonly Checksum[],
  findings: Map<string, Finding>,
): Map<string, Checksum> {
  const roots = new Map<string, Checksum>()
  for (const ref of listRefNames(repo.path)) {
    try {
      const commit = readRef(repo.path, ref)
      if (commit !== undefined) roots.set(ref, commit)
    } catch (error) {
      findings.set(ref, { kind: 'bad-ref', reason: (error as Error).message, neededBy: [] })
    }
  }
  const led = new Set(roots.values())
  for (const commit of commits) if (!led.has(commit)) roots.set(commit, commit)
  return roots
}

/** Whether no parent repo has the object either; notes it as missing then. */
function isMissing(repo: Repo, name: string, findings: Map<string, Finding>): boolean {
  const object = parseLooseName(name)
  if (object === undefined || repo.objects.has(object.checksum, object.type)) return false
  const { message } = new ObjectNotFoundError(name, repo.path)
  findings.set(name, { kind: 'missing', reason: message, neededBy: [] })
  return true
}
