import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Gives every workspace package its build, typecheck, lint and test targets, so that no package
 * repeats them. A package without a tsconfig.lib.json (tests alone) has nothing to build.
 */
export const createNodesV2 = [
  '{packages/*,tools/*,e2e}/package.json',
  (files, _options, { workspaceRoot }) =>
    files.map((file) => [file, { projects: projectAt(workspaceRoot, dirname(file)) }]),
]

function projectAt(workspaceRoot, root) {
  const { name } = JSON.parse(readFileSync(join(workspaceRoot, root, 'package.json'), 'utf8'))
  const has = (path) => existsSync(join(workspaceRoot, root, path))
  const run = (command, outputs = []) => ({
    executor: 'nx:run-commands',
    options: { command, cwd: '.' },
    outputs: outputs.map((output) => `{projectRoot}/${output}`),
  })
  const targets = {
    ...(has('tsconfig.lib.json') && { build: run(buildCommand(root), ['dist']) }),
    ...(has('tsconfig.json') && { typecheck: run(`tsc -b ${root}`, ['out-tsc/types']) }),
    lint: run(`biome check ${root}`),
    test: run(
      `vitest run --project ${name} --passWithNoTests --reporter=default --reporter=json --outputFile.json=${root}/out-tsc/tests.json`,
      ['out-tsc/tests.json'],
    ),
  }
  return { [root]: { root, targets } }
}

/** tools/ starts seldom enough to do with what tsc writes. */
function buildCommand(root) {
  const compile = `tsc -b ${root}/tsconfig.lib.json`
  return root.startsWith('packages/') ? `${compile} && node tools/bundle.mjs ${root}` : compile
}
