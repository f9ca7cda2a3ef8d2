import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readHost } from '@apt2ostree/apt-index'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAllowedDifferences } from '../src/allowed-differences.js'
import { diffInstalledTrees } from '../src/installed-tree.js'
import { out } from '../src/run.js'

const { describe } = needs('multistrap', 'root', 'ostree', 'sandbox', 'apt sources')

const documentation = '/usr/share/doc/multistrap/examples'
const isAllowed = readAllowedDifferences(
  fileURLToPath(new URL('multistrap-differences.txt', import.meta.url)),
)

/** multistrap's own examples, with the archive that this machine's apt sources name first. */
describe('as multistrap', { timeout: 600_000 }, () => {
  let folder: string
  let archive: { uri: string; suite: string }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'multistrap-'))
    const [source] = (await readHost(process.env)).sources
    if (source === undefined) throw new Error('this machine has no apt sources')
    archive = source
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each([
    { example: `${documentation}/multistrap-example.conf`, packages: '' },
    { example: '/usr/share/multistrap/sid.conf', packages: 'apt nano less' },
    { example: '/usr/share/multistrap/chroot.conf', packages: 'apt ca-certificates' },
  ])('$example gives the same image', async ({ example, packages }) => {
    const name = example.replace(/^.*\/|\.conf$/g, '')
    const tree = join(folder, name)
    const conf = readFileSync(example, 'utf8')
      .replace(/^source=.*$/m, `source=${archive.uri}`)
      .replace(/^suite=.*$/m, `suite=${archive.suite}`)
      .replace(/^arch=.*$/m, 'arch=amd64')
      .replace(/^directory=.*$/m, `directory=${tree}`)
      .replace(/^setupscript=.*$/m, 'setupscript=')
      .replace(/^packages=.*$/m, `packages=${packages}`)
    writeFileSync(`${tree}.conf`, conf)
    await out(`/usr/sbin/multistrap -f ${tree}.conf`)
    await out(`apt2ostree build --pool $POOL ${tree}.conf`)
    await out(`ostree --repo=${folder}/repo checkout os/${name} ${tree}-ours`)
    const differences = [...diffInstalledTrees(tree, `${tree}-ours`)]
    expect(differences.filter(([path]) => !isAllowed(path))).toEqual([])
  })
})
