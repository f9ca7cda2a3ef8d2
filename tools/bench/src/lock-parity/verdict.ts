import type { Outcome } from './apt-choice.js'

/** How our answer to a request compares with apt's. */
export type Verdict =
  | 'identical'
  | 'both refuse'
  | 'different packages'
  | 'only apt refuses'
  | 'only we refuse'

/** Returns the verdict on two outcomes. */
export function judge(apt: Outcome, ours: Outcome): Verdict {
  if ('refusal' in apt) return 'refusal' in ours ? 'both refuse' : 'only apt refuses'
  if ('refusal' in ours) return 'only we refuse'
  const isSame = apt.packages.join('\n') === ours.packages.join('\n')
  return isSame ? 'identical' : 'different packages'
}

/** Returns what only one of the two would install, or why it would not, each on a line. */
export function describeDifference(apt: Outcome, ours: Outcome): string[] {
  const lacking = (a: Outcome, b: Outcome) =>
    'packages' in a
      ? a.packages.filter((name) => !('packages' in b) || !b.packages.includes(name))
      : []
  const refusal = (outcome: Outcome) => ('refusal' in outcome ? outcome.refusal.split('\n') : [])
  const both = 'packages' in apt && 'packages' in ours
  return [
    ...refusal(apt).map((line) => `apt: ${line}`),
    ...refusal(ours).map((line) => `ours: ${line}`),
    ...(both ? lacking(apt, ours).map((name) => `apt only: ${name}`) : []),
    ...(both ? lacking(ours, apt).map((name) => `ours only: ${name}`) : []),
  ]
}
