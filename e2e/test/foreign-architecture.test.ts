import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Emulation, takeEmulation } from '../src/emulation.js'
import { out, sh } from '../src/run.js'

const { it } = needs('ostree', 'apt sources')
const emulated = needs('ostree', 'apt sources', 'root', 'sandbox', 'arm64 programs')

/** As little as dpkg, and scripts, can run in. */
const packages = 'base-files base-passwd coreutils dash diffutils dpkg libc-bin sed'
const lock = 'lockgen lock --arch arm64 --no-essential --no-required'

let folder: string
const inFolder = (line: string) => out(line, { cwd: folder })
const configure = (branch: string, options = '') =>
  `dpkg-configure --repo repo --branch ${branch} ${options} unpacked`

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-'))
  await inFolder('ostree-repo init --repo repo')
  await inFolder('apt-index packages --arch arm64 > Packages')
  await inFolder(`${lock} ${packages} -o image.lock < Packages`)
  await inFolder(
    'deb2ostree unpack --repo repo --lock image.lock | ostree-union --repo repo --branch unpacked',
  )
}, 900_000)
afterAll(() => rmSync(folder, { recursive: true }))

it('unpacks an arm64 image without running any of it', async () => {
  expect(await inFolder('ostree --repo=repo cat unpacked /var/lib/dpkg/arch')).toBe('arm64')
  const status = await inFolder('ostree --repo=repo cat unpacked /var/lib/dpkg/status')
  expect(status).toMatch(/^Package: dash\n(.+\n)*Architecture: arm64\n/m)
  expect(await inFolder('ostree --repo=repo fsck 2>&1')).toContain('object fsck')
})

emulated.describe('an arm64 image on another machine', () => {
  let emulation: Emulation
  beforeAll(() => {
    emulation = takeEmulation()
  })
  afterAll(() => emulation.restore())

  it('is refused, with the commands that change it, while nothing runs its programs', async () => {
    emulation.set(false)
    const { status, stdout, stderr } = await sh(configure('configured'), { cwd: folder })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(
      /^dpkg-configure: error: cannot run arm64 programs on this \w+ host: the kernel has no interpreter for them$/m,
    )
    expect(stderr).toMatch(/^dpkg-configure: hint: run as root: .*(qemu-aarch64|systemd-binfmt)/m)
    expect(await inFolder('ostree --repo=repo refs --list configured')).toBe('')
  })

  it('is configured by its own programs', { timeout: 900_000 }, async () => {
    emulation.set(true)
    await inFolder(configure('configured'))
    const status = await inFolder('ostree --repo=repo cat configured /var/lib/dpkg/status')
    expect(new Set(status.match(/^Status: .*/gm))).toEqual(
      new Set(['Status: install ok installed']),
    )
    await inFolder('ostree --repo=repo checkout configured root')
    expect(await inFolder('chroot root dpkg --print-architecture')).toBe('arm64')
    expect(await inFolder('chroot root dpkg --audit')).toBe('')
    expect(await inFolder('chroot root dpkg --verify')).toBe('')
  })

  it('is the same with fakeroot, given the libfakeroot for it', { timeout: 900_000 }, async () => {
    emulation.set(true)
    const { stderr } = await sh(configure('faked', '--mode fakeroot'), { cwd: folder })
    expect(stderr).toMatch(/libfakeroot of this host does not load .*: it is for another/)
    await inFolder(`${lock} libfakeroot -o library.lock < Packages`)
    const unpack = 'deb2ostree unpack --repo repo --lock library.lock --only libfakeroot'
    const library = await inFolder(`${unpack} | cut -f 1`)
    expect(await inFolder(configure('faked', `--mode fakeroot --fakeroot ${library}`))).toBe(
      await inFolder('ostree --repo=repo rev-parse configured'),
    )
  })
})
