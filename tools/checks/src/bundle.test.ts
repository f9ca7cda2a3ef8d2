import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { workspaceRoot } from './workspace.js'

const root = mkdtempSync(join(tmpdir(), 'bundle-'))
afterAll(() => rmSync(root, { recursive: true }))

const files: Readonly<Record<string, string>> = {
  'package.json': `{
    "exports": "./dist/index.js", "type": "module", "sideEffects": false,
    "dependencies": { "other": "1" }, "devDependencies": { "inlined": "1" }
  }`,
  'node_modules/inlined/package.json': `{
    "name": "inlined", "version": "1.2.3", "license": "ISC", "type": "module", "exports": "./lib/index.js"
  }`,
  'node_modules/inlined/LICENSE': 'Do as you like,\n\nand say who wrote it.\n',
  'node_modules/inlined/lib/package.json': '{ "type": "module" }',
  'node_modules/inlined/lib/index.js': "export const inlined = () => 'as one'\n",
  'bin/tool.js': "import { main } from '../dist/cli.js'",
  'src/index.ts': "export { greet } from './words/greet.js'\n",
  'src/words/greet.ts': "import { name } from 'other'\nexport const greet = (): string => name\n",
  'src/words/greet.test.ts': "new URL('../dist/greet.test.js', import.meta.url)\n",
  'src/cli.ts': "export const main = async () => (await import('./verb.js')).verb()\n",
  'src/verb.ts':
    "import { greet } from './words/greet.js'\nexport const verb = () => [greet(), new URL('../dist/worker.js', import.meta.url)]\n",
  'src/worker.ts': "console.log('at work')\n",
}

beforeEach(() => {
  for (const [path, text] of Object.entries(files)) write(path, text)
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function bundle(): void {
  execFileSync(process.execPath, [join(workspaceRoot, 'tools/bundle.mjs'), root], { stdio: 'pipe' })
}

/** The text of every file in dist/. */
function built(): Record<string, string> {
  const paths = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).sort()
  const isFile = (path: string) => /\.\w+$/.test(path)
  const read = (path: string) => readFileSync(join(root, 'dist', path), 'utf8')
  return Object.fromEntries(paths.filter(isFile).map((path) => [path, read(path)]))
}

it('writes the library, what is started by its path, and what is loaded later', () => {
  bundle()
  const dist = built()
  expect(Object.keys(dist)).toEqual(['cli.js', 'greet.js', 'index.js', 'verb.js', 'worker.js'])
  expect(dist['cli.js']).toContain('import("./verb.js")')
  expect(dist['verb.js']).toContain('new URL("../dist/worker.js", import.meta.url)')
  expect(dist['greet.js']).toMatch(/from "other"/)
})

it('writes the same again, and takes away what an earlier build left', () => {
  bundle()
  const first = built()
  const types = { 'words/greet.d.ts': '', 'tsconfig.lib.tsbuildinfo': '' }
  for (const path of Object.keys(types)) write(`dist/${path}`, '')
  for (const path of ['old.js', 'words/old.js', 'words/old.d.ts', 'words/greet.test.d.ts'])
    write(`dist/${path}`, '')
  bundle()
  expect(built()).toEqual({ ...first, ...types })
})

it('takes in what is a devDependency, with its licence', () => {
  write('src/verb.ts', "import { inlined } from 'inlined'\nexport const verb = () => inlined()\n")
  bundle()
  const dist = built()
  expect(dist['verb.js']).toContain('as one')
  expect(dist['THIRD-PARTY-NOTICES.txt']).toBe(
    'inlined 1.2.3 (ISC)\n\n    Do as you like,\n\n    and say who wrote it.\n',
  )
})

it('fails where a module is missing', () => {
  write('src/verb.ts', "export { verb } from './gone.js'\n")
  expect(bundle).toThrow(/gone\.js/)
})
