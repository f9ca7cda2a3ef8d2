import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { indexStanza, packageStanza } from './offers.js'

const run = promisify(execFile)
const here = fileURLToPath(new URL('..', import.meta.url))
const readme = await readFile(join(here, 'README.md'), 'utf8')
const folder = await mkdtemp(join(tmpdir(), 'lockgen-readme-'))
const packages = [
  indexStanza('stable', 'Archive-URI: http://example.org/debian'),
  packageStanza('nginx 1', 'Depends: libssl3'),
  packageStanza('libssl3 3'),
].join('\n')
afterAll(() => rm(folder, { recursive: true }))

it("runs the README's example of the library", { timeout: 30_000 }, async () => {
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
  const script = example.replace("'Packages'", `'${join(folder, 'Packages')}'`)
  await writeFile(join(folder, 'Packages'), packages)
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: here,
  })
  expect(stdout).toMatch(
    /^Lockfile-Version: 1\n[\s\S]*\nPackage: libssl3\n[\s\S]*\nPackage: nginx\n/,
  )
})

it("runs the README's commands, in order", { timeout: 60_000 }, async () => {
  const [, block = ''] = /## Command\n\n((?: {4}.*\n)*)/.exec(readme) ?? []
  const lines = block.split('\n').map((line) => line.trim().replace(/ +#.*/, ''))
  const before = ['old', 'new'].map(
    (name) => `apt-index packages | lockgen lock nginx -o ${name}.lock`,
  )
  await writeFile(join(folder, 'archive'), packages)
  for (const line of [...before, ...lines]) {
    const script = line
      .replaceAll('apt-index packages', 'cat archive')
      .replaceAll('lockgen ', `"${process.execPath}" "${join(here, 'bin/lockgen.js')}" `)
    const { stderr } = await run('sh', ['-ec', script], { cwd: folder })
    expect({ line, stderr: stderr.replace(/^\w+\.lock: (unchanged, )?2 packages\n$/, '') }).toEqual(
      {
        line,
        stderr: '',
      },
    )
  }
})
