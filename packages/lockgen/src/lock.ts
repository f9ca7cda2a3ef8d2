import type { Lockfile } from '@apt2ostree/lockfile'
import { type Kept, keepPrevious, resolveKeeping } from './keep-previous.js'
import { type LockInput, lockOptions, openUniverse } from './lock-input.js'
import { selectGoal } from './requests/select-goal.js'
import { resolve } from './resolve.js'
import { toLockfile } from './to-lockfile.js'

/**
 * Returns the packages that apt would install on an empty system for these requests.
 * Throws `LockgenError` when it is not clear what is asked for or there is no answer.
 */
export function lock(input: LockInput): Lockfile {
  const { previous, requests } = input
  const options = lockOptions(input)
  const universe = openUniverse(input)
  const kept: Kept = previous === undefined ? new Map() : keepPrevious(universe, previous)
  const choose = () => resolve(universe, selectGoal(universe, requests, options), kept)
  const choices = resolveKeeping(universe, kept, choose, previous?.onMoved)
  return toLockfile(choices, universe, { requests, options })
}
