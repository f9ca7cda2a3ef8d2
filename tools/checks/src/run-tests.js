/**
 * Runs every check of every project, adds up what their tests reported, and prints
 * `N passed, N failed` as the last line. Fails when anything failed, when no test ran, and, under
 * CI, when one was skipped.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const children = (folder) => readdirSync(folder).map((name) => join(folder, name))
const reports = [...children('packages'), ...children('tools'), 'e2e']
  .filter((root) => existsSync(join(root, 'package.json')))
  .map((root) => join(root, 'out-tsc/tests.json'))

// A report of an earlier run must not stand in for a project that did not get as far this time.
for (const report of reports) rmSync(report, { force: true })
const targets = ['build', 'typecheck', 'lint', 'test']
const nx = ['nx', 'run-many', '-t', ...targets, '--outputStyle=stream', '--nxBail=false']
const { status } = spawnSync('npx', nx, { stdio: 'inherit' })

const tests = { passed: [], failed: [], skipped: [] }
for (const report of reports.filter(existsSync)) {
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    const neverRan = file.status === 'failed' && file.assertionResults.length === 0
    if (neverRan) tests.failed.push(file.name)
    for (const { fullName, status } of file.assertionResults) {
      const list = tests[status] ?? tests.skipped
      list.push(fullName)
    }
  }
}

const { passed, failed, skipped } = tests
for (const name of failed) console.log(`failed: ${name}`)
for (const name of skipped) console.log(`skipped: ${name}`)
const skippedUnderCi = Boolean(process.env.CI) && skipped.length > 0
if (skippedUnderCi) console.log('under CI a skipped test is a failure')
const isGreen = status === 0 && failed.length === 0 && passed.length > 0 && !skippedUnderCi
process.exitCode = isGreen ? 0 : 1
const shownSkips = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
console.log(`${passed.length} passed, ${failed.length} failed${shownSkips}`)
