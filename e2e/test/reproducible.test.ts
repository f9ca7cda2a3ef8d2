import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePlainUser, type PlainUser } from '../src/plain-user.js'
import { out } from '../src/run.js'

const { describe } = needs(
  'users',
  'mounts',
  'faketime',
  'taskset',
  'unshare',
  'sandbox',
  'subordinate ids',
  'fakeroot',
  'apt sources',
)

/** Packages whose scripts make indexes, ids and links, beside the essential ones. */
const image = { ref: 'os/small', required: false, packages: ['man-db', 'dbus', 'ca-certificates'] }

const build = 'apt2ostree build --pool $POOL small.yaml'
/** Prints the checksums of what all steps made. */
const results =
  'ostree-repo rev-parse --repo repo deb/images/small/unpacked deb/images/small/configured os/small'

let folder: string
let expected: string

describe('a lockfile', { timeout: 900_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'reproducible-'))
    writeFileSync(join(folder, 'small.yaml'), JSON.stringify(image))
    await out(build, { cwd: folder })
    expected = await out(results, { cwd: folder })
  }, 900_000)
  afterAll(() => rmSync(folder, { recursive: true }), 900_000)

  it('gives the same commits once more, in the same place', async () => {
    await out(`rm -r repo && ${build}`, { cwd: folder })
    expect(await out(results, { cwd: folder })).toBe(expected)
  })

  it('gives the same to another user, at another place, time and speed, in another language, with its stanzas turned round', async () => {
    const user = makePlainUser('a2o-reproduce')
    try {
      const place = await layOut(join(user.home, 'elsewhere'), user, turnRound)
      const env = { HOME: user.home, TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' }
      const become = `runuser -u ${user.name} -- taskset -c 0 faketime -f +400d sh -ec`
      const line = `unshare --uts sh -ec 'hostname else.example.org; umask 077; ${become} "${build}"'`
      await out(line, { cwd: place, env })
      expect(await out(results, { cwd: place })).toBe(expected)
    } finally {
      user.remove()
    }
  })

  it('gives the same to a user without ranges of ids, in an archive repo on another file system', async () => {
    const user = makePlainUser('a2o-memory', { ranges: false })
    const disk = join(folder, 'memory')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', disk])
    try {
      const place = await layOut(join(disk, 'small'), user)
      await out(`chmod 755 ${folder}`)
      const options = { cwd: place, user: user.name, env: { HOME: place, TMPDIR: place } }
      await out(`ostree-repo init --repo repo --mode archive && ${build} 2>&1`, options)
      expect(await out(results, { cwd: place })).toBe(expected)
    } finally {
      execFileSync('umount', [disk])
      user.remove()
    }
  })
})

/** Gives a user a folder with all that the image is built from. */
async function layOut(
  place: string,
  { name }: PlainUser,
  change = (lock: string) => lock,
): Promise<string> {
  mkdirSync(place)
  await out(`cp -r small.yaml small.ids ${place}`, { cwd: folder })
  const lock = readFileSync(join(folder, 'small.lock'), 'latin1')
  writeFileSync(join(place, 'small.lock'), change(lock), 'latin1')
  await out(`chown -R ${name}: ${place}`)
  return place
}

/** The stanzas of packages in the opposite order. The first stanza is the lock's own. */
function turnRound(lock: string): string {
  const [header = '', ...packages] = lock.trimEnd().split('\n\n')
  return `${[header, ...packages.reverse()].join('\n\n')}\n`
}
