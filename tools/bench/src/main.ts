/**
 * `node tools/bench/dist/main.js [--rounds N] [--slack FACTOR] [--write FILE] [NAME...]` runs the
 * named benches, or all, and prints one table. Status 1 when a goal is missed by more than FACTOR,
 * or a command failed.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench } from './bench.js'
import { toBenchEnvironment } from './bench-environment.js'
import { compare, type Result } from './compare.js'
import { describeMachine } from './machine.js'
import { formatTable, missedGoals } from './report.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    slack: { type: 'string', default: '1' },
    write: { type: 'string' },
  },
})
toBenchEnvironment(process.env)

const results: Result[] = []
for (const bench of await loadBenches(positionals)) {
  const folder = mkdtempSync(join(tmpdir(), `bench-${bench.name}-`))
  try {
    for (const comparison of await bench.prepare(folder)) {
      console.error(`${bench.name}: ${comparison.what}`)
      results.push(await compare(comparison, Number(values.rounds), process.env))
    }
  } catch (error) {
    // the others took long to measure
    console.error(`${bench.name}: ${(error as Error).message}`)
    process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const table = formatTable(results)
console.log(table)
for (const what of missedGoals(results, Number(values.slack))) {
  console.error(`goal missed: ${what}`)
  process.exitCode = 1
}
if (values.write !== undefined) {
  writeFileSync(values.write, `# Benchmarks\n\n${describeMachine()}\n\n${table}`)
}
// a mirror may still be serving
process.exit()

/** A bench is a file of benches/ with a default export; its name is the file's. */
async function loadBenches(names: readonly string[]): Promise<Bench[]> {
  const folder = new URL('./benches/', import.meta.url)
  const files = readdirSync(folder)
    .filter((file) => /(?<!\.test)\.js$/.test(file))
    .sort()
  const chosen = files.filter((file) => names.length === 0 || names.includes(file.slice(0, -3)))
  return Promise.all(chosen.map(async (file) => (await import(new URL(file, folder).href)).default))
}
