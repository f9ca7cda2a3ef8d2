import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHost } from '@apt2ostree/apt-index'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Archive,
  differences,
  type Example,
  realTree,
  writeExample,
} from '../src/as-multistrap.js'
import { makePlainUser } from '../src/plain-user.js'
import { out, sh } from '../src/run.js'

const { describe } = needs('multistrap', 'users', 'sandbox', 'fakeroot', 'apt sources')

const folders = ['/usr/share/multistrap', '/usr/share/doc/multistrap/examples']

/** All configurations of Debian's package that multistrap takes, each with its own packages. */
function allExamples(): Example[] {
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.conf') && !/(multiarch|trusty-ports|full)\.conf$/.test(path))
    .map((path) => ({ path, packages: 'apt' }))
}

describe('every configuration of multistrap', { timeout: 3_600_000 }, () => {
  let folder: string
  let archive: Archive

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'multistrap-'))
    const [source] = (await readHost(process.env)).sources
    if (source === undefined) throw new Error('this machine has no apt sources')
    archive = { ...source, keyring: 'debian-archive-keyring' }
  })
  afterAll(() => rmSync(folder, { recursive: true }), 600_000)

  it.each(allExamples())('$path gives the same root directory', async (example) => {
    const name = writeExample(folder, example, archive)
    const ours = `${folder}/${name}-ours`
    await out(`multistrap -f ${folder}/${name}.conf -d ${ours} --repo ${folder}/repo`)
    expect(differences(await realTree(folder, name), ours)).toEqual([])
    rmSync(ours, { recursive: true })
    rmSync(join(folder, name), { recursive: true })
  })

  it('multiarch.conf is refused by both', async () => {
    const name = writeExample(
      folder,
      { path: `${folders[1]}/multiarch.conf`, packages: 'apt' },
      archive,
    )
    const dir = `${folder}/refused`
    const [theirs, ours] = await Promise.all(
      ['/usr/sbin/multistrap', 'multistrap'].map((program) =>
        sh(`${program} -f ${folder}/${name}.conf -d ${dir}`),
      ),
    )
    expect([theirs?.status !== 0, ours?.status]).toEqual([true, 1])
  })

  it.each([{ ranges: true }, { ranges: false }])(
    'a plain user gets the files, with ranges of ids or without: $ranges',
    async ({ ranges }) => {
      const user = makePlainUser(ranges ? 'a2o-ms-ranges' : 'a2o-ms-bare', { ranges })
      const { home } = user
      try {
        const name = writeExample(
          home,
          { path: `${folders[0]}/sid.conf`, packages: 'apt' },
          archive,
        )
        const run = { cwd: home, user: user.name, env: { HOME: home } }
        await out(`multistrap -f ${name}.conf -d mine`, run)
        await out(`multistrap -f ${home}/${name}.conf -d ${home}/roots`)
        const list = (root: string) =>
          out(`cd ${home}/${root} && find . -type f -exec sha256sum {} + | sort -k 2`)
        expect(await list('mine')).toBe(await list('roots'))
      } finally {
        user.remove()
      }
    },
  )
})
