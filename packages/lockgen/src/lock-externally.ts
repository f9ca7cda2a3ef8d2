import type { Lockfile } from '@apt2ostree/lockfile'
import { checkLock } from './check-lock.js'

import { parseEdspAnswer } from './edsp/edsp-answer.js'
import { formatEdspRequest } from './edsp/edsp-request.js'
import type { AskSolver } from './edsp/external-solver.js'
import { LockgenError } from './errors.js'
import { keepPrevious } from './keep-previous.js'
import { type LockInput, lockOptions, openUniverse } from './lock-input.js'
import { selectGoal } from './requests/select-goal.js'
import { toLockfile } from './to-lockfile.js'
import { RelationIndex } from './universe/relations-of.js'

/**
 * Returns the packages that a solver chooses which speaks EDSP. Its answer is checked as
 * `checkLock` does; `solver` is the name that the question carries.
 * Throws `LockgenError` as `lock` does, and when the answer is none or a wrong one.
 */
export async function lockExternally(
  input: LockInput,
  solver: string,
  ask: AskSolver,
): Promise<Lockfile> {
  const { previous, requests } = input
  const options = lockOptions(input)
  const universe = openUniverse(input)
  if (previous !== undefined) keepPrevious(universe, previous)
  const goal = selectGoal(universe, requests, options)
  const wanted = new Set(goal.wanted.flat())
  for (const version of wanted) universe.setCandidate(version)
  const relations = new RelationIndex(
    universe,
    universe.index.creationOrder(universe.architectures),
  )
  const { text, versions } = formatEdspRequest(universe, relations, goal, solver)
  const choices = parseEdspAnswer(await ask(text), versions).map((version) => {
    return { version, isAutomatic: !wanted.has(version) }
  })
  const made = toLockfile(choices, universe, { requests, options })
  const [problem] = checkLock(made)
  if (problem === undefined) return made
  throw new LockgenError('ERR_LOCKGEN_SOLVER', `cannot use the solver's answer: ${problem}`)
}
