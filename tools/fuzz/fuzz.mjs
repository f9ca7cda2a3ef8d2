/**
 * `npm run fuzz -- [--minutes N] [--target NAME]...` feeds every decoder, or those named, for N minutes
 * each (default 1) with what Jazzer.js (libFuzzer) makes of its seeds, guided by coverage. What breaks a
 * promise is left in corpus/NAME, to be mended and kept. The rows of docs/security-testing.md come from
 * what it prints. Jazzer.js has binaries for glibc 2.38 and later: Debian 13, Ubuntu 24.04.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'rolldown'

const folder = fileURLToPath(new URL('.', import.meta.url))
const work = join(folder, '../../node_modules/.cache/fuzz')
const program = createRequire(import.meta.url).resolve('@jazzer.js/core/dist/cli.js')

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    target: { type: 'string', multiple: true },
  },
})

await build({
  cwd: folder,
  input: { target: './src/jazzer-target.ts', targets: './src/targets.ts' },
  platform: 'node',
  external: (id) => !/^[./]|^@apt2ostree\//.test(id),
  resolve: {
    extensionAlias: { '.js': ['.ts'] },
    conditionNames: ['@apt2ostree/source', 'node', 'import'],
  },
  tsconfig: false,
  output: { dir: work, entryFileNames: '[name].js', chunkFileNames: '[name].js' },
})
writeFileSync(join(work, 'package.json'), '{ "type": "module" }')
const { targets } = await import(pathToFileURL(join(work, 'targets.js')).href)

let failures = 0
for (const name of values.target ?? Object.keys(targets)) {
  const corpus = join(work, 'corpus', name)
  const kept = join(folder, 'corpus', name)
  for (const path of [corpus, kept]) mkdirSync(path, { recursive: true })
  targets[name].seeds().forEach((seed, i) => {
    writeFileSync(join(corpus, `seed-${i}`), seed)
  })
  const before = readdirSync(kept).length
  const { runs, coverage } = await run(name, [corpus, kept])
  const findings = readdirSync(kept).length - before
  failures += findings
  console.log([name, `${runs} executions`, `${coverage} edges`, `${findings} findings`].join('\t'))
}
process.exitCode = failures > 0 ? 1 : 0

/** Runs libFuzzer on one target; it ends at its first finding. */
async function run(name, corpora) {
  const options = [
    `-max_total_time=${Math.round(Number(values.minutes) * 60)}`,
    `-artifact_prefix=${join(folder, 'corpus', name)}/`,
    ...['-timeout=30', '-rss_limit_mb=2048', '-max_len=4096', '-print_final_stats=1'],
  ]
  const args = [program, join(work, 'target.js'), ...corpora, '--includes', work, '--', ...options]
  const [command, ...before] = (process.env.FUZZ_NODE ?? process.execPath).split(' ')
  const child = spawn(command, [...before, ...args], {
    cwd: work,
    env: { ...process.env, FUZZ_TARGET: name },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  await new Promise((resolve) => child.on('close', resolve))
  const last = (pattern) => [...output.matchAll(pattern)].at(-1)?.[1] ?? '0'
  const runs = last(/stat::number_of_executed_units:\s*(\d+)/g)
  if (runs === '0') process.stderr.write(output)
  else if (/ERROR|Error:/.test(output))
    process.stderr.write(output.split('\n').slice(-40).join('\n'))
  return { runs, coverage: last(/ cov: (\d+)/g) }
}
