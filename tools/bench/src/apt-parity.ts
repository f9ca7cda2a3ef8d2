/**
 * `node tools/bench/dist/apt-parity.js [--count N] [--seed N]` asks apt-get and apt-index the same
 * questions about sources and Release files, collected and made at random, and prints every
 * difference. Status 1 when there is one.
 */
import { parseArgs } from 'node:util'
import type { Question } from './apt-parity/question.js'
import { releaseQuestions } from './apt-parity/releases.js'
import { sourceQuestions } from './apt-parity/sources.js'
import { createRandom } from './lock-parity/random.js'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
  },
})
const count = Number(values.count)
const random = createRandom(Number(values.seed))

await compare('sources', sourceQuestions(count, random))
await compare('Release files', releaseQuestions(count, random))

async function compare(about: string, questions: Iterable<Question>): Promise<void> {
  let asked = 0
  let different = 0
  let refused = 0
  for (const { summary, ask } of questions) {
    const { apt, ours } = await ask()
    asked += 1
    if (apt.includes('refused')) refused += 1
    if (apt.join('\n') === ours.join('\n')) continue
    different += 1
    console.log(`${about}: ${summary}\n    apt: ${apt.join(' ')}\n    ours: ${ours.join(' ')}`)
  }
  console.log(`${about}: ${asked} asked, ${refused} refused by apt, ${different} different`)
  if (different > 0) process.exitCode = 1
}
