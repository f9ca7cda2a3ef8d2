import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Variant } from '@apt2ostree/ostree-repo'
import { createSigningKey } from '@apt2ostree/testkit'
import { createTestRepo, type TreeLiteral, writeTreeLiteral } from '@apt2ostree/testkit/tree'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildDisk } from './build-disk.js'
import { assertTools, TOOL_PATH } from './host-tools.js'
import type { Firmware } from './layout.js'
import { parseSize } from './size.js'

const hasTools = (['bios', 'uefi'] as const).every((firmware) => {
  try {
    assertTools(firmware)
    return true
  } catch {
    return false
  }
})

const deployable: TreeLiteral = {
  '/boot/': '',
  '/ostree': '-> sysroot/ostree',
  '/sysroot/': '',
  '/usr/etc/hostname': 'test',
  '/usr/lib/modules/6.1/initramfs.img': 'initramfs',
  '/usr/lib/modules/6.1/vmlinuz': 'kernel',
  '/usr/lib/os-release': 'ID=test\nPRETTY_NAME="Test 1"\n',
  '/var/': '',
}

const repo = createTestRepo()
const folder = mkdtempSync(join(tmpdir(), 'ostree-disk-test-'))
const env = { ...process.env, PATH: TOOL_PATH }
const ref = 'os/test'

beforeAll(() => commit(ref, deployable, true))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function commit(branch: string, tree: TreeLiteral, isBootable: boolean): Promise<void> {
  return repo.transaction((tx) => {
    const root = writeTreeLiteral(tx, tree)
    const metadata = new Map(isBootable ? [['ostree.bootable', Variant.of('b', true)]] : [])
    const checksum = tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
    tx.setRef(branch, checksum)
  })
}

function build(name: string, firmware: Firmware, remoteKeys?: Uint8Array): Promise<void> {
  const output = join(folder, name)
  const kernelArguments = ['console=ttyS0']
  const remoteUrl = 'http://127.0.0.1:1/repo'
  const size = parseSize('300M')
  return buildDisk({
    ...{ repo, ref, output, size, firmware, kernelArguments, remoteUrl, remoteKeys },
  })
}

/** The root file system of a disk, as the tools of e2fsprogs take it. */
function rootOf(disk: string): string {
  const table = JSON.parse(execFileSync('sfdisk', ['--json', disk], { env, encoding: 'utf8' }))
  const [, root] = table.partitiontable.partitions
  return `${disk}?offset=${root.start * 512}`
}

/** Reads files of a disk's root file system; nothing where there is no such file. */
function readerOf(disk: string): (path: string) => string {
  const options = { env, encoding: 'utf8', stdio: 'pipe' } as const
  return (path) => execFileSync('debugfs', ['-R', `cat ${path}`, rootOf(disk)], options)
}

async function digest(name: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(folder, name)), hash)
  return hash.digest('hex')
}

describe.skipIf(!hasTools)('buildDisk (needs the boot tools)', { timeout: 120_000 }, () => {
  it.each([
    { firmware: 'bios', isSigned: true },
    { firmware: 'uefi', isSigned: false },
  ] as const)(
    'makes the same $firmware disk twice, and a sound one (keys: $isSigned)',
    async ({ firmware, isSigned }) => {
      const { binary } = await createSigningKey({ type: 'ed25519' })
      const keys = isSigned ? binary : undefined
      await build('one.img', firmware, keys)
      await build('two.img', firmware, keys)
      expect(await digest('one.img')).toBe(await digest('two.img'))
      const disk = join(folder, 'one.img')
      execFileSync('e2fsck', ['-f', '-n', rootOf(disk)], { env, stdio: 'pipe' })
      const cat = readerOf(disk)
      expect(cat('/boot/loader/syslinux.cfg')).toMatch(/^TIMEOUT 20\n+DEFAULT Test 1/)
      expect(cat('/boot/loader/entries/ostree-1-debian.conf')).toMatch(
        /^options root=UUID=[0-9a-f-]{36} rw console=ttyS0 ostree=/m,
      )
      const config = cat('/ostree/repo/config')
      expect(config).toContain('url=http://127.0.0.1:1/repo')
      expect(config.includes('gpg-verify=false')).toBe(!isSigned)
      expect(cat('/ostree/repo/origin.trustedkeys.gpg') !== '').toBe(isSigned)
      expect(cat('/keys')).toBe('')
      expect(readdirSync(folder).sort()).toEqual(['one.img', 'two.img'])
    },
  )

  it('refuses keys that are none', async () => {
    await expect(build('bad.img', 'bios', Buffer.from('no key'))).rejects.toThrow(
      'cannot run ostree: error: GPG: ',
    )
    expect(existsSync(join(folder, 'bad.img'))).toBe(false)
  })

  it('leaves nothing where the tree does not fit', async () => {
    const large = { ...deployable, '/usr/lib/large': 'x'.repeat(200 * 1024 ** 2) }
    await commit('os/large', large, true)
    const output = join(folder, 'small.img')
    const options = { repo, ref: 'os/large', output, size: parseSize('256M') }
    await expect(buildDisk({ ...options, firmware: 'uefi' })).rejects.toThrow(
      'cannot put the tree on a disk with 190M for it: it is too large',
    )
    expect(existsSync(output)).toBe(false)
  })

  it('refuses a tree that finalize did not make', async () => {
    await commit('os/plain', deployable, false)
    const output = join(folder, 'plain.img')
    const options = { repo, ref: 'os/plain', output, size: parseSize('300M') }
    await expect(buildDisk({ ...options, firmware: 'bios' })).rejects.toThrow(
      'cannot boot "os/plain": it is not a deployable tree',
    )
  })
})
