import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { packagesText, withArchive } from './attack.js'

const run = promisify(execFile)
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []

it("runs the README's example of the library", async () => {
  const indexes = { 'main/binary-amd64/Packages': packagesText.replace('alpha', 'nginx') }
  await withArchive({ suite: { indexes } }, async (host) => {
    const cwd = fileURLToPath(new URL('..', import.meta.url))
    const env = {
      ...process.env,
      APT_CONFIG: join(host.root, 'apt.conf'),
      XDG_CACHE_HOME: host.root,
    }
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', example], {
      cwd,
      env,
    })
    expect(stdout).toBe('test 1.0-1\n')
  })
})
