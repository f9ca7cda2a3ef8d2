import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { makePlainUser, type PlainUser } from '../src/plain-user.js'
import { out, type RunOptions, sh } from '../src/run.js'
import { type SmallArchive, serveSmallArchive } from '../src/small-archive.js'

const { it } = needs('ostree')

let folder: string
let archive: SmallArchive

const run = (line: string, options: RunOptions = {}) => sh(line, { cwd: folder, ...options })
const lock = (options: string, requests: string) =>
  `apt-index packages --arch amd64 --source '${archive.source}' | lockgen lock --arch amd64 --no-essential --no-required ${options} ${requests}`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bad-input-'))
  archive = await serveSmallArchive(folder)
  await out(lock('-o good.lock', 'left'), { cwd: folder })
  await out('ostree-repo init --repo repo', { cwd: folder })
}, 60_000)

afterAll(async () => {
  await archive.server.close()
  rmSync(folder, { recursive: true })
})

/** What a failed command may not leave behind: refs, staged objects, half of a download. */
const leftovers = async () => ({
  refs: await out('ostree --repo=repo refs', { cwd: folder }),
  temporary: await out('find repo/tmp -mindepth 1 -not -name cache', { cwd: folder }),
  pool: await out('find pool -type f 2>/dev/null || true', { cwd: folder }),
})
const nothing = { refs: '', temporary: '', pool: '' }

it('refuses an unknown package and writes no lockfile', async () => {
  const { status, stdout, stderr } = await run(lock('-o new.lock', 'lefd'))
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^lockgen: error: .*"?lefd/m)
  expect(stderr).toMatch(/^lockgen: hint: .*left/m)
  expect(readdirSync(folder)).not.toContain('new.lock')
})

it('refuses a .deb whose hash differs, by name', async () => {
  const text = await out("sed 's/^SHA256: ..../SHA256: 0000/' good.lock", { cwd: folder })
  writeFileSync(join(folder, 'bad.lock'), text)
  const line = `deb2ostree unpack --repo repo --lock bad.lock --pool pool --mirror ${archive.server.uri}`
  const { status, stdout, stderr } = await run(line)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^deb2ostree: error: cannot .*(left|right).*SHA256/m)
  expect(await leftovers()).toEqual(nothing)
})

it('refuses a repo that is none, and says how to make one', async () => {
  const { status, stdout, stderr } = await run('deb2ostree unpack --repo . --lock good.lock')
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^deb2ostree: error: cannot open repo: ".*" is not an OSTree repo$/m)
  expect(stderr).toMatch(/^deb2ostree: hint: ostree-repo init/m)
})

it('refuses to configure what is not there', async () => {
  const { status, stderr } = await run('dpkg-configure --repo repo --branch configured nowhere')
  expect(status).toBe(1)
  expect(stderr).toMatch(/^dpkg-configure: error: .*"nowhere"/m)
  expect(await leftovers()).toEqual(nothing)
})

it('names the missing file', async () => {
  const { status, stderr } = await run('apt2ostree build nowhere.yaml')
  expect(status).toBe(1)
  expect(stderr).toMatch(/^apt2ostree: error: cannot .*nowhere\.yaml/m)
})

it.each([
  {
    summary: 'an unknown firmware',
    options: '--firmware coreboot',
    status: 2,
    reason: /bios.*uefi/s,
  },
  {
    summary: 'a size that is none',
    options: '--size large',
    status: 1,
    reason: /"large" as a size/,
  },
  { summary: 'a ref that is not there', options: '', status: 1, reason: /"nowhere"/ },
  {
    summary: 'keys that are not there',
    options: '--gpg-import none',
    status: 1,
    reason: /none/,
  },
])('makes no disk for $summary', async ({ options, status, reason }) => {
  const made = await run(`ostree-disk --repo repo nowhere -o disk.img ${options}`)
  expect(made).toMatchObject({ status, stdout: '', stderr: expect.stringMatching(reason) })
  expect(made.stderr).toMatch(/^ostree-disk: error: /m)
  expect(readdirSync(folder)).not.toContain('disk.img')
})

needs('ostree', 'users', 'mounts', 'user namespaces').describe(
  'without sources or namespaces',
  () => {
    let user: PlainUser
    beforeAll(() => {
      user = makePlainUser('a2o-bare', { ranges: false })
    })
    afterAll(() => user.remove())

    it('says that there are no sources', async () => {
      const line = 'mount -t tmpfs none /etc/apt && apt-index packages'
      const { status, stdout, stderr } = await run(`unshare --mount sh -c '${line}'`)
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr).toMatch(/^apt-index: error: .*no .*sources?/m)
      expect(stderr).toMatch(/^apt-index: hint: .*--source/m)
    })

    const configure = 'dpkg-configure --mode unshare --repo repo --branch configured unpacked'
    const asUser = async (line: string) => {
      const options = { cwd: user.home, user: user.name, env: { HOME: user.home } }
      await out('test -d repo || ostree-repo init --repo repo', options)
      const unpack = `deb2ostree unpack --repo repo --lock ${folder}/good.lock --mirror ${archive.server.uri}`
      await out(`${unpack} | ostree-union --repo repo --branch unpacked`, options)
      return sh(line, options)
    }

    it('says what a user without ranges of ids lacks', async () => {
      await out(`chmod 755 ${folder}`)
      const { status, stdout, stderr } = await asUser(configure)
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr).toMatch(/^dpkg-configure: error: cannot .*subuid/m)
      expect(stderr).toMatch(/^dpkg-configure: hint: .*usermod --add-subuids/m)
    })

    it('says that there are no user namespaces', async () => {
      const none = 'echo 0 > /proc/sys/user/max_user_namespaces'
      const { status, stderr } = await asUser(
        `unshare --user --map-root-user sh -c '${none}; ${configure}'`,
      )
      expect(status).toBe(1)
      expect(stderr).toMatch(/^dpkg-configure: error: cannot .*namespaces/m)
      expect(stderr).toMatch(/^dpkg-configure: hint: /m)
    })
  },
)
