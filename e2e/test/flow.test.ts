import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { makePlainUser, type PlainUser } from '../src/plain-user.js'
import { out, sh } from '../src/run.js'

const { describe, it } = needs('root', 'ostree', 'sandbox', 'apt sources')

const workspace = fileURLToPath(new URL('../..', import.meta.url))
const { scripts } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'))
/** What `npm start` runs when all is built. */
const start: string = scripts.start.split(' && ').at(-1)

/** The whole flow on the real archive that the host's apt sources name: some 45 MB of .debs. */
describe('nginx from the sources of this machine', { timeout: 300_000 }, () => {
  let top: string
  let folder: string
  let checksum: string
  const inFolder = (line: string, env?: Record<string, string>) =>
    out(line, { cwd: folder, ...(env && { env }) })

  beforeAll(async () => {
    top = mkdtempSync(join(tmpdir(), 'flow-'))
    folder = join(top, 'examples/nginx')
    mkdirSync(folder, { recursive: true })
    cpSync(join(workspace, 'examples/nginx/image.yaml'), join(folder, 'image.yaml'))
    symlinkSync(inject('poolPath'), join(folder, 'pool'))
    symlinkSync(join(workspace, 'packages'), join(top, 'packages'))
  })
  afterAll(() => rmSync(top, { recursive: true }))

  it('is built by one command, that of npm start, which says where everything is', async () => {
    const { status, stdout, stderr } = await sh(start, { cwd: top })
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout + stderr).toContain('image.lock')
    checksum = await inFolder('ostree --repo=repo rev-parse os/debian/nginx')
    expect(stdout).toContain(checksum)
  })

  it('is left alone when nothing changed', async () => {
    const before = await inFolder('find repo/refs -type f -printf "%p %T@\\n" | sort')
    const { status, stderr } = await sh('apt2ostree build image.yaml', { cwd: folder })
    expect(status).toBe(0)
    expect(stderr).toMatch(/nothing has changed/)
    expect(await inFolder('find repo/refs -type f -printf "%p %T@\\n" | sort')).toBe(before)
  })

  it('is a repo that libostree finds no fault with', async () => {
    expect(await inFolder('ostree --repo=repo fsck 2>&1')).toContain('object fsck')
  })

  describe('inside', () => {
    let root: string
    const inside = (line: string) => out(`chroot "${root}" ${line}`)

    beforeAll(async () => {
      root = join(folder, 'root')
      await inFolder(`ostree --repo=repo checkout os/debian/nginx "${root}"`)
    })

    it('has every package of the lockfile installed', async () => {
      const locked = await inFolder(`grep -c ^Package: image.lock`)
      const states = await inside(`dpkg-query -W -f '\${db:Status-Abbrev}\\n'`)
      const installed = states.split('\n')
      expect(new Set(installed)).toEqual(new Set(['ii ']))
      expect(String(installed.length)).toBe(locked)
    })

    it('satisfies dpkg, apt and nginx', async () => {
      expect(await inside('dpkg --audit')).toBe('')
      expect(await inside('apt-get check -qq')).toBe('')
      const { status, stderr } = await sh(`chroot "${root}" nginx -t`)
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.stringContaining('successful'),
      })
    })
  })

  describe('by other roads', () => {
    let configured: string
    let unpacked: string

    beforeAll(async () => {
      configured = await inFolder('ostree --repo=repo rev-parse deb/images/nginx/configured')
      unpacked = await inFolder('ostree --repo=repo rev-parse deb/images/nginx/unpacked')
    })

    it('is the same through the four-line pipe', async () => {
      await inFolder('ostree-repo init --repo piped')
      await inFolder('apt-index packages --arch amd64 | lockgen lock nginx -o nginx.lock')
      await inFolder(
        'deb2ostree unpack --repo piped --lock nginx.lock --pool $POOL | ostree-union --repo piped --branch nginx/unpacked',
      )
      expect(
        await inFolder('dpkg-configure --repo piped --branch nginx/configured nginx/unpacked'),
      ).toBe(configured)
      await inFolder('ostree --repo=piped commit --tree=ref=nginx/configured -b mybranch -s Mine')
      await inFolder('ostree --repo=piped diff nginx/configured mybranch')
    })

    it('unpacks to the same commit in a repo of mode archive', async () => {
      await inFolder('ostree-repo init --repo archived --mode archive')
      const line =
        'deb2ostree unpack --repo archived --lock image.lock --pool $POOL | ostree-union --repo archived --branch unpacked'
      expect(await inFolder(line)).toBe(unpacked)
      expect(await inFolder('ostree --repo=archived fsck 2>&1')).toContain('object fsck')
    })

    needs('users', 'subordinate ids').describe('as an ordinary user', () => {
      let user: PlainUser
      beforeAll(() => {
        user = makePlainUser('a2o-flow')
      })
      afterAll(() => user.remove())

      it('is the same', async () => {
        const image = `${user.home}/nginx`
        await inFolder(`mkdir ${image} && cp -r image.yaml image.lock ${image}`)
        await inFolder(`chown -R ${user.name}: ${image}`)
        await out('umask 077 && apt2ostree build --pool $POOL image.yaml', {
          cwd: image,
          user: user.name,
          env: { HOME: user.home, TZ: 'Asia/Tokyo', LC_ALL: 'C' },
        })
        const line = 'ostree --repo=repo rev-parse deb/images/nginx/configured os/debian/nginx'
        expect(await out(line, { cwd: image })).toBe(`${configured}\n${checksum}`)
      })
    })
  })
})
