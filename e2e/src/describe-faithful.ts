import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAllowedDifferences } from './allowed-differences.js'
import { aptWants } from './apt-wants.js'
import { diffInstalledTrees } from './installed-tree.js'
import { type Judge, startJudge } from './judge-tree.js'
import { makePlainUser } from './plain-user.js'
import { out } from './run.js'

/** A system that is built twice: by these tools, and by Debian's own. */
export interface FaithfulImage {
  readonly name: string
  readonly packages: readonly string[]
  /** Answers to debconf questions. */
  readonly answers?: string
  /** Scripts of its packages draw keys and names from chance. */
  readonly byChance?: true
  /** Built once more: what apt needs is configured first, and the rest is added to that. */
  readonly onBase?: true
}

const mayDiffer = readAllowedDifferences(
  fileURLToPath(new URL('../test/faithful-differences.txt', import.meta.url)),
)

/** Tests that an image is what Debian's own tools make. The judge is mmdebstrap. */
export function describeFaithful(image: FaithfulImage): void {
  const { name, packages, answers, byChance, onBase } = image
  const { describe } = needs(
    ...(['users', 'mounts', 'sandbox', 'subordinate ids', 'fakeroot', 'apt sources'] as const),
    ...(['apt-get', 'dpkg', 'debsums', 'mmdebstrap', 'ostree'] as const),
  )
  describe(`the image "${name}"`, { timeout: 900_000 }, () => {
    let folder: string
    let root: string
    let judge: Judge
    let configured: string
    const debconf = answers === undefined ? '' : '--debconf answers'
    const inFolder = (line: string) => out(line, { cwd: folder })
    /** Paths at which a tree is not, without reason, as the judge's. */
    const differencesOf = async (tree: string) => {
      await judge.made
      const differences = diffInstalledTrees(judge.root, tree)
      for (const path of differences.keys()) if (mayDiffer(path, name)) differences.delete(path)
      return Object.fromEntries(differences)
    }
    const inside = (line: string) => out(`chroot "${root}" ${line}`)

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'faithful-'))
      chmodSync(folder, 0o755)
      await out('cat > answers', { cwd: folder, stdin: `${answers ?? ''}\n` })
      await inFolder('ostree-repo init --repo repo')
      await inFolder(`apt-index packages | lockgen lock ${packages.join(' ')} -o image.lock`)
      const dates = await inFolder('sed -n "s/^  Date: //p" image.lock')
      judge = startJudge(folder, {
        packages,
        ...(answers !== undefined && { answers: join(folder, 'answers') }),
        sourceDateEpoch: Math.max(...dates.split('\n').map((date) => Date.parse(date) / 1000)),
      })
      await inFolder(
        'deb2ostree unpack --repo repo --lock image.lock --pool $POOL | ostree-union --repo repo --branch unpacked',
      )
      configured = await inFolder(
        `dpkg-configure --repo repo --branch configured ${debconf} unpacked`,
      )
      root = join(judge.disk, 'ours')
      await inFolder(`ostree --repo=repo checkout configured ${root}`)
    }, 900_000)
    afterAll(async () => {
      await judge?.remove()
      await rm(folder, { recursive: true })
    }, 900_000)

    it('is the tree that mmdebstrap makes', async () => {
      expect(await differencesOf(root)).toEqual({})
    })

    const addsToBase = async () => {
      await inFolder('lockgen packages image.lock | lockgen lock apt -o base.lock')
      await inFolder(
        'deb2ostree unpack --repo repo --lock base.lock --pool $POOL | ostree-union --repo repo --branch base/unpacked',
      )
      await inFolder('dpkg-configure --repo repo --branch base/configured base/unpacked')
      await inFolder(
        'deb2ostree unpack --repo repo --lock image.lock --pool $POOL --base base/configured | ostree-union --repo repo --branch added/unpacked',
      )
      await inFolder(
        `dpkg-configure --repo repo --branch added/configured ${debconf} added/unpacked`,
      )
      const added = join(judge.disk, 'added')
      await inFolder(`ostree --repo=repo checkout added/configured ${added}`)
      expect(await differencesOf(added)).toEqual({})
    }
    // under CI a skipped test is a failure
    if (onBase) it('is that tree, too, where it is added to a configured base', addsToBase)

    it('satisfies dpkg, apt and debsums', async () => {
      expect(await inside('dpkg --audit')).toBe('')
      expect(await inside('dpkg --verify')).toBe('')
      expect(await inside('apt-get check -qq')).toBe('')
      expect(await out(`debsums --all --silent --root="${root}" 2>&1`)).toBe('')
    })

    it('leaves apt nothing to upgrade or to remove', async () => {
      expect(await aptWants(root, 'dist-upgrade')).toEqual([])
      expect(await aptWants(root, 'autoremove')).toEqual([])
    })

    if (byChance) return
    it('is the same commit as the work of a plain user', async () => {
      const user = makePlainUser(`a2o-${name}`)
      const { home } = user
      try {
        await inFolder(`cp -a repo answers ${home} && chown -R ${user.name}: ${home}`)
        const results = ['unshare', 'fakeroot'].map((mode) => {
          const line = `dpkg-configure --repo repo --branch ${mode} ${debconf} --mode ${mode} unpacked`
          return out(line, { cwd: home, user: user.name, env: { HOME: home } })
        })
        expect(await Promise.all(results)).toEqual([configured, configured])
      } finally {
        user.remove()
      }
    })
  })
}
