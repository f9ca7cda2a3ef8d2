import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { out } from '../src/run.js'

const MIB = 1 << 20
const FILES = 6
const FILE_MIB = 512

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'huge-deb-'))
  const tree = join(folder, 'tree')
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
  writeFileSync(
    join(tree, 'DEBIAN/control'),
    'Package: huge\nVersion: 1\nArchitecture: all\nMaintainer: T <t@example.org>\nDescription: huge\n',
  )
  // nothing that a compressor could make small
  for (let file = 0; file < FILES; file++) {
    execFileSync('sh', ['-c', `head -c ${FILE_MIB * MIB} /dev/urandom > ${tree}/file-${file}`])
  }
}, 600_000)

afterAll(() => rmSync(folder, { recursive: true }))

it.each(['none', 'zstd', 'xz'])(
  'a .deb of 3 GiB (%s) is imported in little memory',
  {
    timeout: 3_600_000,
  },
  async (compression) => {
    const deb = `${compression}.deb`
    const level = compression === 'none' ? '' : '-z1'
    await out(`dpkg-deb --root-owner-group -Z${compression} ${level} -b tree ${deb}`, {
      cwd: folder,
    })
    const cost = await out(
      `env time -f '%e %M' deb2ostree import --repo repo ${deb} 2>&1 >/dev/null`,
      {
        cwd: folder,
      },
    )
    const [seconds = 0, kib = 0] = cost.split(' ').map(Number)
    console.log(`${compression}: ${seconds} s, ${Math.round(kib / 1024)} MiB`)
    expect(kib).toBeLessThan(400 * 1024)
    const [ref] = (await out('ostree --repo=repo refs --list', { cwd: folder })).split('\n')
    for (let file = 0; file < FILES; file++) {
      await out(`ostree --repo=repo cat ${ref} /file-${file} | cmp - tree/file-${file}`, {
        cwd: folder,
      })
    }
    await out(`rm -r repo ${deb}`, { cwd: folder })
  },
)
