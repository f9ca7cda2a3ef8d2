/**
 * Runs every check of every project: one build, and then the type check, the linter and one run of
 * vitest over all projects side by side. The last line is `N passed, N failed[, N skipped]`; before
 * it stands why tests were skipped and what makes them run. Fails when anything failed, when no test
 * ran, and, under CI, when one was skipped. Arguments are vitest's: `npm test -- --project apt2ostree`.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const report = 'node_modules/.cache/tests.json'

/** Runs a program, its output shown at once or when it ended; resolves with whether it succeeded. */
function run(command, args, { shown = 'when ended' } = {}) {
  const isLive = shown === 'at once'
  const child = spawn(`node_modules/.bin/${command}`, args, { stdio: isLive ? 'inherit' : 'pipe' })
  const output = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => output.push(chunk))
  return new Promise((resolve) => {
    child
      .once('error', () => resolve(false))
      .once('close', (status) => {
        if (!isLive) console.log(`> ${command}: ${status === 0 ? 'good' : `exit status ${status}`}`)
        if (status !== 0) process.stdout.write(Buffer.concat(output))
        resolve(status === 0)
      })
  })
}

/** What vitest's report says, by status; a file that fails before its first test counts as one. */
function readReport() {
  const tests = { passed: [], failed: [], skipped: [] }
  if (!existsSync(report)) return tests
  for (const { name, status, assertionResults } of JSON.parse(readFileSync(report, 'utf8'))
    .testResults) {
    if (status === 'failed' && assertionResults.length === 0) tests.failed.push(name)
    for (const { fullName, status } of assertionResults) {
      const list = tests[status] ?? tests.skipped
      list.push(fullName)
    }
  }
  return tests
}

/** The reasons that titles give, those of testkit's `needs` among them, each with the number of tests. */
function countReasons(titles) {
  const counts = new Map()
  for (const title of titles) {
    const [, reason = 'for a reason of its own'] =
      /\((?:skipped: )?(needs? [^()]*)\)/.exec(title) ?? []
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a)
}

const given = process.argv.slice(2)
const chosen = given.length > 0 ? given : ['--project', '!@apt2ostree/e2e-*']
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]

// A report of an earlier run must not stand in for one that did not get as far this time.
rmSync(report, { force: true })
mkdirSync('node_modules/.cache', { recursive: true })
const isBuilt = await run('nx', [
  'run-many',
  ...['-t', 'build', '--outputStyle=static', `--parallel=${availableParallelism()}`],
])
const checks = [isBuilt]
if (isBuilt) {
  const projects = ['packages', 'tools']
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter((root) => existsSync(`${root}/tsconfig.json`))
  const results = await Promise.all([
    run('tsc', ['-b', ...projects, 'e2e']),
    run('biome', ['check', '.']),
    run('vitest', ['run', ...chosen, ...reporters], { shown: 'at once' }),
  ])
  checks.push(...results)
}

const { passed, failed, skipped } = readReport()
for (const name of failed) console.log(`failed: ${name}`)
const isCi = Boolean(process.env.CI)
if (skipped.length > 0) {
  console.log(`${skipped.length} tests were skipped:`)
  for (const [reason, count] of countReasons(skipped)) console.log(`  ${count}: ${reason}`)
  console.log('to run them, as root on Debian or Ubuntu: tools/install-host-tools.sh && npm test')
  if (isCi) console.log('under CI a skipped test is a failure')
}
const isGreen = checks.every(Boolean) && failed.length === 0 && passed.length > 0
process.exitCode = isGreen && !(isCi && skipped.length > 0) ? 0 : 1
const shownSkips = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
console.log(`${passed.length} passed, ${failed.length} failed${shownSkips}`)
