import type { Lockfile } from '@apt2ostree/lockfile'
import { keepPrevious, resolveKeeping } from './keep-previous.js'
import { type LockInput, lockOptions, openUniverse } from './lock-input.js'
import { selectGoal } from './requests/select-goal.js'
import { resolve } from './resolve.js'
import { toLockfile } from './to-lockfile.js'
import type { Package } from './universe/package.js'

/**
 * Returns the packages that apt would install on an empty system for these requests.
 * Throws `LockgenError` when it is not clear what is asked for or there is no answer.
 */
export function lock(input: LockInput): Lockfile {
  const { previous, requests } = input
  const options = lockOptions(input)
  const universe = openUniverse(input)
  const kept = previous === undefined ? new Set<Package>() : keepPrevious(universe, previous)
  const choices = resolveKeeping(universe, kept, () =>
    resolve(universe, selectGoal(universe, requests, options)),
  )
  return toLockfile(choices, universe, { requests, options })
}
