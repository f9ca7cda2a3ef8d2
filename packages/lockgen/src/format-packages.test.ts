import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza } from '../test/offers.js'
import { formatPackages } from './format-packages.js'
import { lock } from './lock.js'

const hasApt = spawnSync('apt-get', ['--version']).status === 0
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

async function packagesOf(requests: string[]): Promise<string> {
  const offers = await offersOf([
    indexStanza('stable'),
    packageStanza('base 1', 'Essential: yes\nDescription: first'),
    packageStanza('server 1', 'Depends: library (>= 1)'),
    packageStanza('library 1'),
    packageStanza('other 1'),
  ])
  return formatPackages(lock({ offers, architecture: 'amd64', requests }))
}

/** An apt of its own that knows one flat archive, `folder` itself, and nothing of the host. */
function apt(folder: string, args: readonly string[]) {
  const settings = [
    `Dir=${folder}`,
    `Dir::State::status=${join(folder, 'status')}`,
    'Dir::Etc::parts=/nonexistent',
    'Dir::Etc::main=/nonexistent',
    'Dir::Etc::sourcelist=sources.list',
    'APT::Architecture=amd64',
    'APT::Architectures::=amd64',
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
  ]
  const options = settings.flatMap((setting) => ['-o', setting])
  return spawnSync('apt-get', [...options, ...args], { encoding: 'utf8' })
}

it('leaves out what only locks say', async () => {
  expect(await packagesOf(['library'])).not.toMatch(/^(Release|APT-Automatic|Lockfile)/m)
})

it.skipIf(!hasApt)(
  'gives apt an archive it installs the same from (needs apt-get)',
  { timeout: 30_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockgen-'))
    folders.push(folder)
    for (const path of [
      'lists/partial',
      'var/lib/apt/lists/partial',
      'var/cache/apt/archives/partial',
      'etc/apt',
    ]) {
      mkdirSync(join(folder, path), { recursive: true })
    }
    writeFileSync(join(folder, 'status'), '')
    writeFileSync(join(folder, 'etc/apt/sources.list'), `deb [trusted=yes] file:${folder} ./\n`)
    writeFileSync(join(folder, 'Packages'), await packagesOf(['server']))
    expect(apt(folder, ['update'])).toMatchObject({ status: 0 })
    const { stdout } = apt(folder, ['-s', 'install', 'server', '?essential'])
    const installed = [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name)
    expect(installed.sort()).toEqual(['base', 'library', 'server'])
  },
)
