/**
 * `node tools/bench/dist/question-parity.js [--worlds N] [--questions N] [--seed N] [--verbose]` asks
 * apt-get and lockgen the same questions about made-up archives (pins, releases, locks made again,
 * updates of one package, security updates) and prints every difference. Status 1 when there is one
 * that apt has an answer for.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { askQuestions } from './lock-parity/ask-questions.js'

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '30' },
    questions: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'question-parity-'))
try {
  const { counts, differences } = await askQuestions(folder, {
    worlds: Number(values.worlds),
    questions: Number(values.questions),
    seed: Number(values.seed),
  })
  for (const difference of differences) console.log(difference)
  for (const [verdict, count] of counts) console.log(`${count} ${verdict}`)
  if (differences.length > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
