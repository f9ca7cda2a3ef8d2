/**
 * `node tools/bundle.mjs packages/NAME` writes a package's programs and library to its dist/, each
 * with the modules it needs in as few files as can be: most of what a short command costs is Node
 * finding and compiling its modules one by one. What the manifest names as a dependency stays
 * outside, with releases of its own; a devDependency that src/ imports is written into the files,
 * and its licence to dist/THIRD-PARTY-NOTICES.txt. Types are tsc's.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, resolve } from 'node:path'
import { build } from 'rolldown'
import { thirdPartyNotices } from './third-party-notices.mjs'

const root = resolve(process.argv[2] ?? '.')
const dist = join(root, 'dist')
const sources = filesBelow('src').filter((path) => /(?<!\.test)\.ts$/.test(path))
const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const installed = Object.keys(dependencies)

const { output } = await build({
  cwd: root,
  input: Object.fromEntries(entries().map((name) => [name, `./src/${name}.ts`])),
  platform: 'node',
  external: (id) => isBuiltin(id) || installed.some((name) => `${id}/`.startsWith(`${name}/`)),
  resolve: { extensionAlias: { '.js': ['.ts'] } },
  tsconfig: false,
  onLog(_level, { message }) {
    throw new Error(message)
  },
  // All in one folder: `../` has the same meaning there as at the top of src/.
  output: { dir: dist, entryFileNames: '[name].js', chunkFileNames: '[name].js' },
})
const notices = thirdPartyNotices(output.flatMap(({ moduleIds = [] }) => moduleIds))
const written = output.map(({ fileName }) => fileName)
if (notices !== '') {
  written.push('THIRD-PARTY-NOTICES.txt')
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices)
}
removeAllBut([
  ...written,
  ...sources.map((path) => path.replace(/\.ts$/, '.d.ts')),
  'tsconfig.lib.tsbuildinfo',
])

/** What is imported or started by its path: all that the manifest, bin/ and src/ name so. */
function entries() {
  const programs = filesBelow('bin').map((path) => `bin/${path}`)
  const files = ['package.json', ...programs, ...sources.map((path) => `src/${path}`)]
  const text = files.map((path) => readFileSync(join(root, path), 'utf8')).join('\n')
  const names = [...text.matchAll(/['"]\.{1,2}\/dist\/([\w-]+)\.js['"]/g)].map(([, name]) => name)
  return [...new Set(names)].sort()
}

/** Leaves nothing of an earlier build behind for `npm pack` to find. */
function removeAllBut(kept) {
  for (const path of filesBelow('dist')) if (!kept.includes(path)) rmSync(join(dist, path))
}

function filesBelow(folder) {
  const top = join(root, folder)
  if (!existsSync(top)) return []
  return readdirSync(top, { recursive: true })
    .filter((path) => statSync(join(top, path)).isFile())
    .sort()
}
