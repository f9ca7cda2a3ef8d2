import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRepo, walkTree } from '@apt2ostree/ostree-repo'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { out, sh } from '../src/run.js'

const { it } = needs('ostree', 'sandbox', 'apt sources')

const text = (name: string, version: string) => ({
  fields: { Package: name, Version: version },
  files: ['', '-too'].map((end) => ({
    path: `./usr/share/${name}${end}`,
    content: `${name} ${version}\n`,
  })),
})

/** It takes a file over from a package of the base, and needs one that does nothing of the kind. */
const taker = {
  fields: { Package: 'right', Depends: 'plain', Replaces: 'shared' },
  files: [
    { path: './usr/share/right', content: 'right 1.0\n' },
    { path: './usr/share/shared', content: 'taken\n' },
  ],
}

let folder: string
let archive: ChangingArchive
const inFolder = (line: string) => out(line, { cwd: folder })
const ref = (name: string) => inFolder(`ostree --repo=repo rev-parse ${name}`)

/** Builds an image; returns which .debs were fetched, what was configured, and all it said. */
async function build(name: string) {
  const before = archive.requests.length
  const told = await inFolder(`apt2ostree build -v ${name}.yaml 2>&1`)
  return {
    fetched: archive.requests.slice(before).filter((path) => path.endsWith('.deb')),
    setUp: [...told.matchAll(/^Setting up (\S+)/gm)].map(([, name]) => name),
    told,
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'base-'))
  archive = await serveChangingArchive(folder)
  const plain = ['shared', 'left', 'plain'].map((name) => text(name, '1.0'))
  await archive.publish([...plain, taker])
  const image = { required: false, sources: [archive.source], packages: ['shared'] }
  writeFileSync(join(folder, 'common.yaml'), JSON.stringify(image))
  for (const name of ['left', 'right']) {
    const beyond = { include: 'common.yaml', ref: `os/${name}`, packages: [name] }
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(beyond))
  }
  await inFolder('apt2ostree lock common.yaml left.yaml right.yaml')
}, 300_000)
afterAll(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

it('configures the base of the first image with it', { timeout: 300_000 }, async () => {
  const { fetched, setUp, told } = await build('left')
  expect(fetched).toContain('pool/main/l/left/left_1.0_all.deb')
  expect(setUp).toContain('dpkg')
  expect(setUp.slice(-2)).toEqual(['shared', 'left'])
  expect(told).toMatch(/^common: base deb\/bases\/\S+: to be configured first/m)
})

it('fetches, unpacks and configures only what a second image has beyond it', {
  timeout: 300_000,
}, async () => {
  const base = await ref('deb/images/common/configured')
  const { fetched, setUp } = await build('right')
  expect(fetched.sort()).toEqual([
    'pool/main/p/plain/plain_1.0_all.deb',
    'pool/main/r/right/right_1.0_all.deb',
  ])
  expect(setUp).toEqual(['plain', 'right'])
  expect(await ref('deb/images/common/configured')).toBe(base)
  expect(await inFolder('ostree --repo=repo cat os/right /usr/share/right')).toBe('right 1.0')
})

it('gives a file to the package that replaces its owner', { timeout: 300_000 }, async () => {
  const lines = async (path: string) =>
    (await inFolder(`ostree --repo=repo cat os/right ${path}`)).split('\n')
  expect(await lines('/usr/share/shared')).toEqual(['taken'])
  expect(await lines('/var/lib/dpkg/info/right.list')).toContain('/usr/share/shared')
  expect(await lines('/var/lib/dpkg/info/shared.list')).toEqual(['/usr/share/shared-too'])
})

it('takes little more room for two images than their distinct files', () => {
  const repo = openRepo(join(folder, 'repo'))
  const files = new Map<string, number>()
  for (const image of ['os/left', 'os/right']) {
    for (const entry of walkTree(repo, repo.readRoot(repo.resolveRev(image)))) {
      if (entry.type === 'file') files.set(entry.checksum, repo.openFile(entry.checksum).size)
    }
  }
  const distinct = [...files.values()].reduce((sum, size) => sum + size)
  expect(sizeOf(join(repo.path, 'objects')) / distinct).toBeLessThan(1.05)
})

it('comes to the same as all at once', { timeout: 300_000 }, async () => {
  // an include without a lockfile is no base
  await inFolder('cp common.yaml part.yaml && cp right.lock once.lock')
  await inFolder('sed "s,common.yaml,part.yaml,; s,os/right,os/once," right.yaml > once.yaml')
  const { fetched, setUp, told } = await build('once')
  expect(fetched).toEqual([])
  expect(told).toMatch(/^once: base deb\/bases\/\S+: configured before/m)
  expect(setUp.sort()).toEqual(['plain', 'right', 'shared'])
  const differences = await inFolder('ostree --repo=repo diff os/once os/right')
  // the copy of the database before its last change
  expect(differences.replace(/^M +\/var\/lib\/dpkg\/status-old$/m, '').trim()).toBe('')
})

it('makes the same commits with the small tools', { timeout: 300_000 }, async () => {
  await inFolder(
    'deb2ostree unpack --repo repo --lock right.lock --base deb/images/common/configured | ostree-union --repo repo --branch tools/unpacked',
  )
  const configured = await inFolder(
    'dpkg-configure --repo repo --branch tools/configured tools/unpacked',
  )
  expect(configured).toBe(await ref('deb/images/right/configured'))
})

it('depends on no base that happens to be there', { timeout: 300_000 }, async () => {
  await inFolder('cp -a repo other && rm -r other/refs/heads/deb/bases')
  await inFolder(
    'deb2ostree unpack --repo other --lock once.lock | ostree-union --repo other --branch pipe/unpacked',
  )
  const told = await inFolder(
    'dpkg-configure -v --repo other --branch pipe/configured pipe/unpacked 2>&1',
  )
  expect(told).toContain('Setting up dpkg ')
  expect(told.split('\n').at(-1)).toBe(await ref('deb/images/once/configured'))
})

it('has a base of its own where answers are for what every system has', {
  timeout: 300_000,
}, async () => {
  const answers = ['dpkg dpkg/never-asked string yes', 'shared shared/question string maybe']
  await inFolder('cp once.lock own.lock')
  const image = { include: 'part.yaml', ref: 'os/own', packages: ['right'], debconf: answers }
  writeFileSync(join(folder, 'own.yaml'), JSON.stringify(image))
  const { setUp, told } = await build('own')
  expect(told).toMatch(
    /^own: base .*: to be configured first, for images that give .* same answers/m,
  )
  expect(setUp).toContain('dpkg')
  const asked = await inFolder('ostree --repo=repo cat os/own /var/cache/debconf/config.dat')
  expect(asked).toMatch(/Name: dpkg\/never-asked[\s\S]*?Value: yes/)
  expect(asked).toMatch(/Name: shared\/question[\s\S]*?Value: maybe/)
})

it('refuses, and says which, where a layer is not there', { timeout: 300_000 }, async () => {
  await inFolder('ostree-repo init --repo partial')
  await inFolder('ostree --repo=partial pull-local repo deb/images/once/unpacked')
  const { status, stderr } = await sh(
    'dpkg-configure --repo partial --branch x deb/images/once/unpacked',
    { cwd: folder },
  )
  expect(status).toBe(1)
  expect(stderr).toMatch(/cannot configure commit [0-9a-f]+: the repo does not have its layer/)
})

it('builds at once, and says why, what does not fit the base', { timeout: 300_000 }, async () => {
  await archive.publish([text('shared', '1.1'), text('left', '1.0')])
  await inFolder('apt2ostree lock left.yaml')
  const { setUp, told } = await build('left')
  expect(told).toContain('left is not built on "common.yaml": shared 1.0 is not in the lockfile')
  expect(setUp.sort()).toEqual(['left', 'shared'])
  expect(await inFolder('ostree --repo=repo cat os/left /usr/share/shared')).toBe('shared 1.1')
})

/** Bytes of all files in a directory. */
function sizeOf(path: string): number {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return names
    .map((name) => statSync(join(path, name)))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0)
}
