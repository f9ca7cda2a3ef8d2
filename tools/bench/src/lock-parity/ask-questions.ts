import { type Answered, askBoth } from './ask-both.js'
import { randomQuestion } from './questions.js'
import { createRandom } from './random.js'
import { smallArchives } from './small-archives.js'
import { SmallRoot, smallOffers } from './small-root.js'
import { describeDifference, judge } from './verdict.js'

/**
 * Asks apt-get and lockgen the same questions about made-up archives, the same for the same seed, and
 * returns how often each kind came to which verdict, and each difference where apt has an answer.
 */
export async function askQuestions(
  folder: string,
  { worlds, questions, seed }: { worlds: number; questions: number; seed: number },
): Promise<{ counts: ReadonlyMap<string, number>; differences: readonly string[] }> {
  const random = createRandom(seed)
  const root = new SmallRoot(folder)
  const counts = new Map<string, number>()
  const differences: string[] = []
  for (let world = 0; world < worlds; world++) {
    const suites = smallArchives(random)
    const [before, now] = [await smallOffers(suites.slice(0, 1)), await smallOffers(suites)]
    root.publish(suites)
    for (let at = 0; at < questions; at++) {
      const question = randomQuestion(random, suites)
      const answered = askBoth(root, question, before, now)
      if (answered === undefined) continue
      const { requests, more, preferences } = question
      const listed = listedDifference(requests, answered)
      const verdict = listed ?? judge(answered.apt, answered.ours)
      const key = `${question.kind}: ${verdict}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (verdict !== 'different packages' && verdict !== 'only we refuse') continue
      const lines = describeDifference(answered.apt, answered.ours).map((line) => `    ${line}`)
      const asked = [...requests, ...more.map((name) => `+${name}`)].join(' ')
      differences.push(
        [`${key}: world ${world}, ${asked}`, ...preferences.split('\n'), ...lines].join('\n'),
      )
    }
  }
  return { counts, differences }
}

/** What lockgen does otherwise on purpose: each is a line of its README. */
function listedDifference(
  requests: readonly string[],
  { apt, ours }: Answered,
): string | undefined {
  if (!('packages' in apt)) return undefined
  const isClash = 'refusal' in ours && ours.refusal.endsWith('offer it with different hashes')
  if (isClash) return 'clash of contents'
  const chosen = new Set(apt.packages.map((each) => each.replace(/ .*/, '')))
  const isGivenUp = requests.some((request) => !chosen.has(request.replace(/[=/].*/, '')))
  return isGivenUp ? 'apt removes what was asked for earlier' : undefined
}
