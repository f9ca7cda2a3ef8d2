import { SandboxError } from './errors.js'
import type { HostFacts } from './host-facts.js'

/**
 * How the commands come to be uid 0 with other ids beside it: `root` is so already, `unshare`
 * enters a user namespace with the user's subordinate ids, `fakeroot` enters one with a single id
 * and has libfakeroot pretend the others.
 */
export type Backend = 'root' | 'unshare' | 'fakeroot'

/** A backend, or `auto` for the first that this host has. */
export type Mode = 'auto' | Backend

/** Why a backend is not to be had, and what changes that. */
export interface MissingRequirement {
  readonly reason: string
  readonly hint: string
}

/** The backend for a mode, and why it was taken. Throws ERR_SANDBOX_UNAVAILABLE. */
export function chooseBackend(mode: Mode, facts: HostFacts): { backend: Backend; reason: string } {
  if (mode !== 'auto') {
    const missing = missingRequirement(mode, facts)
    if (missing !== undefined) throw unavailable(mode, missing)
    return { backend: mode, reason: 'asked for' }
  }
  const reasons: string[] = []
  const candidates: readonly Backend[] =
    facts.uid === 0 ? ['root', 'unshare', 'fakeroot'] : ['unshare', 'fakeroot']
  let first: MissingRequirement | undefined
  for (const backend of candidates) {
    const missing = missingRequirement(backend, facts)
    if (missing === undefined) return { backend, reason: reasonFor(backend, reasons) }
    first ??= missing
    if (!reasons.includes(missing.reason)) reasons.push(missing.reason)
  }
  throw unavailable('auto', { reason: reasons.join('; '), hint: first?.hint ?? '' })
}

function reasonFor(backend: Backend, reasons: readonly string[]): string {
  if (reasons.length > 0) return reasons.join('; ')
  return backend === 'root' ? 'running as root' : 'not root, and subordinate ids are granted'
}

function unavailable(mode: Mode, { reason, hint }: MissingRequirement): SandboxError {
  const what = mode === 'auto' ? 'any backend' : `backend "${mode}"`
  return new SandboxError('ERR_SANDBOX_UNAVAILABLE', `cannot use ${what}: ${reason}`, { hint })
}

/** What keeps a backend from working on a host with these facts, if anything does. */
export function missingRequirement(
  backend: Backend,
  facts: HostFacts,
): MissingRequirement | undefined {
  const tool = missingTool(facts)
  if (tool !== undefined) return tool
  if (backend === 'root') return requirementOfRoot(facts)
  const missing = requirementOfNamespaces(facts)
  if (missing !== undefined) return missing
  return backend === 'unshare' ? requirementOfUnshare(facts) : requirementOfFakeroot(facts)
}

function missingTool({ missingTools }: HostFacts): MissingRequirement | undefined {
  const [name] = missingTools
  if (name === undefined) return undefined
  return {
    reason: `there is no ${name} on this host`,
    hint: 'run: apt-get install util-linux mount',
  }
}

function requirementOfRoot({ uid, canMount }: HostFacts): MissingRequirement | undefined {
  if (uid !== 0) return { reason: `user id ${uid} is not root`, hint: 'use --mode unshare' }
  if (canMount) return undefined
  return {
    reason: 'root may not mount here (no CAP_SYS_ADMIN)',
    hint: 'give the container more rights, for example: docker run --privileged',
  }
}

/** unshare(1) knows --map-users since util-linux 2.38. */
const neededUtilLinux = [2, 38] as const
/** Ids 1 to 65535; nobody and nogroup are 65534. */
const neededIds = 65535

function requirementOfNamespaces({
  maxUserNamespaces,
  blockedBy,
}: HostFacts): MissingRequirement | undefined {
  if (maxUserNamespaces === 0) {
    return {
      reason: 'this kernel grants no user namespaces',
      hint: 'run as root: sysctl -w user.max_user_namespaces=10000',
    }
  }
  if (blockedBy === undefined) return undefined
  const { setting, value } = blockedBy
  return {
    reason: `user namespaces are closed to ordinary users (${setting}=${value})`,
    hint: `run as root: sysctl -w ${setting}=${1 - value}`,
  }
}

function requirementOfFakeroot({ fakeroot }: HostFacts): MissingRequirement | undefined {
  if (fakeroot !== undefined) return undefined
  return { reason: 'there is no fakeroot on this host', hint: 'run: apt-get install fakeroot' }
}

function requirementOfUnshare(facts: HostFacts): MissingRequirement | undefined {
  const { utilLinux, newuidmap, subordinateIds, user } = facts
  if (isOlder(utilLinux, neededUtilLinux)) {
    return {
      reason: `unshare --map-users needs util-linux ${neededUtilLinux.join('.')}, this is ${utilLinux.join('.')}`,
      hint: 'upgrade util-linux, or run as root with --mode root',
    }
  }
  if (!newuidmap) {
    return { reason: 'there is no newuidmap on this host', hint: 'run: apt-get install uidmap' }
  }
  for (const [file, option, count] of [
    ['/etc/subuid', 'uids', subordinateIds.uids.count],
    ['/etc/subgid', 'gids', subordinateIds.gids.count],
  ] as const) {
    if (count >= neededIds) continue
    const has = count === 0 ? `no range for user "${user}"` : `only ${count} ids for "${user}"`
    return {
      reason: `${file} has ${has}, ${neededIds} are needed`,
      hint: `run as root: usermod --add-sub${option} 100000-165535 ${user}`,
    }
  }
  return undefined
}

function isOlder(version: readonly number[], needed: readonly number[]): boolean {
  const at = needed.findIndex((part, index) => (version[index] ?? 0) !== part)
  return at >= 0 && (version[at] ?? 0) < (needed[at] ?? 0)
}
