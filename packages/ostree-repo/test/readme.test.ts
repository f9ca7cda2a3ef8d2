import { execFile } from 'node:child_process'
import { once } from 'node:events'
import {
  createReadStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { hasOstree } from './host-ostree.js'
import { tempDirectory } from './temp-directory.js'

const run = promisify(execFile)
const packageRoot = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${packageRoot}/README.md`, 'utf8')

/** The code blocks of a language below a heading. */
function blocks(heading: string, language: string): string[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const fence = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms')
  return [...section.matchAll(fence)].map(([, code]) => code ?? '')
}

/** A directory with a `tree` to commit, where the command and the package are at hand. */
function prepare(): { cwd: string; env: NodeJS.ProcessEnv } {
  const cwd = tempDirectory()
  mkdirSync(`${cwd}/bin`)
  mkdirSync(`${cwd}/tree`)
  mkdirSync(`${cwd}/node_modules/@apt2ostree`, { recursive: true })
  writeFileSync(`${cwd}/tree/file`, 'content')
  symlinkSync(`${packageRoot}/bin/ostree-repo.js`, `${cwd}/bin/ostree-repo`)
  symlinkSync(packageRoot, `${cwd}/node_modules/@apt2ostree/ostree-repo`)
  return { cwd, env: { ...process.env, PATH: `${cwd}/bin:${process.env.PATH}`, LC_ALL: 'C.UTF-8' } }
}

it('has an example that runs', async () => {
  const { cwd } = prepare()
  const [example = ''] = blocks('Library', 'ts')
  writeFileSync(`${cwd}/example.mjs`, example)
  await run(process.execPath, ['example.mjs'], { cwd })
  expect(readFileSync(`${cwd}/out/etc/motd`, 'utf8')).toBe('hello\n')
}, 60_000)

it.skipIf(!hasOstree)(
  'has recipes that run (skipped: no ostree)',
  async () => {
    const { cwd, env } = prepare()
    const prologue = `
set -eu
mkdir -m 700 keys
gpg --homedir keys --batch --quiet --passphrase '' --quick-gen-key you@example.org
gpg --homedir keys --batch --export you@example.org > you.gpg
URL=${await serve(`${cwd}/www`)}
`
    const [commands = ''] = blocks('Command', 'sh')
    const [recipes = ''] = blocks('What libostree does', 'sh')
    const { stdout } = await run('bash', ['-c', prologue + commands + recipes], { cwd, env })
    expect(stdout).toMatch(/^[0-9a-f]{64}\nd0755\t/)
    const { stdout: pulled } = await run(
      'ostree',
      ['--repo=device', 'cat', 'origin:files', 'file'],
      { cwd },
    )
    expect(pulled).toBe('content')
  },
  60_000,
)

it.skipIf(!hasOstree)(
  'has a recipe that deploys (skipped: no ostree)',
  async () => {
    const { cwd, env } = prepare()
    const modules = `${cwd}/bootable/usr/lib/modules/6.1`
    mkdirSync(modules, { recursive: true })
    mkdirSync(`${cwd}/bootable/usr/etc`)
    writeFileSync(`${modules}/vmlinuz`, 'kernel')
    writeFileSync(`${modules}/initramfs.img`, 'initramfs')
    writeFileSync(`${cwd}/bootable/usr/lib/os-release`, 'PRETTY_NAME=Debian\n')
    const prologue = `
set -eu
ostree-repo init --repo repo
ostree-repo commit --repo repo --branch os -C bootable
`
    const [, deploy = ''] = blocks('What libostree does', 'sh')
    // Its own root: the real one would be left with files that it cannot remove.
    await run('unshare', ['-Ur', 'bash', '-c', prologue + deploy], { cwd, env })
    const entries = `${cwd}/sysroot/boot/loader/entries`
    const [entry = ''] = readdirSync(entries)
    expect(readFileSync(`${entries}/${entry}`, 'utf8')).toMatch(/^title Debian \(ostree:0\)$/m)
  },
  60_000,
)

/** Serves the files of `root` until the test ends, and gives the URL. */
async function serve(root: string): Promise<string> {
  const server = createServer((request, response) => {
    createReadStream(`${root}${decodeURI(request.url ?? '')}`)
      .on('error', () => response.writeHead(404).end())
      .pipe(response)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return `http://127.0.0.1:${port}`
}
