import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAllowedDifferences } from '../src/allowed-differences.js'
import { diffInstalledTrees } from '../src/installed-tree.js'
import { canMakeUsers, makePlainUser } from '../src/plain-user.js'
import { out, sh } from '../src/run.js'

interface Image {
  readonly name: string
  readonly packages: readonly string[]
  /** Answers to debconf questions. */
  readonly answers?: string
  /** Scripts of its packages draw keys and names from chance. */
  readonly byChance?: true
}

const images: readonly Image[] = [
  { name: 'required', packages: ['apt'] },
  { name: 'nginx', packages: ['nginx'] },
  {
    name: 'mail',
    packages: ['exim4-daemon-light', 'mailutils'],
    answers: [
      'exim4-config exim4/dc_eximconfig_configtype select internet site; mail is sent and received directly using SMTP',
      'exim4-config exim4/mailname string mail.example.org',
      'exim4-config exim4/dc_other_hostnames string mail.example.org',
    ].join('\n'),
  },
  { name: 'diversions', packages: ['zutils', 'molly-guard', 'systemd-sysv'] },
  { name: 'servers', packages: ['python3', 'postgresql', 'openssh-server'], byChance: true },
]

/** Minutes of work: where FAITHFUL_ALL is set. */
const largeImages: readonly Image[] = [
  {
    name: 'bootable',
    packages: ['systemd-sysv', 'linux-image-amd64', 'dracut', 'ostree-boot'],
  },
]

const mayDiffer = readAllowedDifferences(
  fileURLToPath(new URL('faithful-differences.txt', import.meta.url)),
)

/** The judge is mmdebstrap with the same packages from the same archive. */
describe.skipIf(!canMakeUsers).each([...images, ...(process.env.FAITHFUL_ALL ? largeImages : [])])(
  'the image "$name" (needs root)',
  { timeout: 900_000 },
  ({ name, packages, answers, byChance }) => {
    let folder: string
    let root: string
    let configured: string
    const inFolder = (line: string) => out(line, { cwd: folder })
    const inside = (line: string) => out(`chroot "${root}" ${line}`)

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'faithful-'))
      chmodSync(folder, 0o755)
      root = join(folder, 'root')
      await out('cat > answers', { cwd: folder, stdin: `${answers ?? ''}\n` })
      await inFolder('ostree-repo init --repo repo')
      await inFolder(`apt-index packages | lockgen lock ${packages.join(' ')} -o image.lock`)
      await inFolder(
        'deb2ostree unpack --repo repo --lock image.lock | ostree-union --repo repo --branch unpacked',
      )
      const debconf = answers === undefined ? '' : '--debconf answers'
      configured = await inFolder(
        `dpkg-configure --repo repo --branch configured ${debconf} unpacked`,
      )
      await inFolder('ostree --repo=repo checkout configured root')
    }, 600_000)
    afterAll(() => rm(folder, { recursive: true }), 600_000)

    it('is the tree that mmdebstrap makes', async () => {
      const dates = await inFolder('sed -n "s/^  Date: //p" image.lock')
      const seconds = Math.max(...dates.split('\n').map((date) => Date.parse(date) / 1000))
      const include = `--include=${packages.join(',')}`
      const hook = `--essential-hook='chroot "$1" debconf-set-selections < ${folder}/answers'`
      const codename = await out('. /etc/os-release && echo "$VERSION_CODENAME"')
      const line = `mmdebstrap --variant=required ${include} ${answers ? hook : ''} ${codename} judge`
      const named = `unshare --uts sh -c 'hostname localhost; exec "$@"' sh`
      await inFolder(`SOURCE_DATE_EPOCH=${seconds} ${named} ${line} 2>&1`)
      const differences = diffInstalledTrees(join(folder, 'judge'), root)
      for (const path of differences.keys()) if (mayDiffer(path, name)) differences.delete(path)
      expect(Object.fromEntries(differences)).toEqual({})
    })

    it('satisfies dpkg and apt', async () => {
      expect(await inside('dpkg --audit')).toBe('')
      expect(await inside('dpkg --verify')).toBe('')
      expect(await inside('apt-get check -qq')).toBe('')
    })

    if (byChance) return
    it('is the same commit as the work of plain users', async () => {
      for (const [mode, ranges] of [
        ['unshare', true],
        ['fakeroot', false],
      ] as const) {
        const user = makePlainUser(`a2o-${mode}`, { ranges })
        try {
          const { home } = user
          await inFolder(`cp -a repo answers ${home} && chown -R ${user.name}: ${home}`)
          const debconf = answers === undefined ? '' : '--debconf answers'
          const line = `dpkg-configure --repo repo --branch b ${debconf} -v unpacked`
          const options = { cwd: home, user: user.name, env: { HOME: home } }
          const { stdout, stderr } = await sh(line, options)
          expect({ name, stdout }).toEqual({ name, stdout: `${configured}\n` })
          expect(stderr).toContain(`backend ${mode}: `)
        } finally {
          user.remove()
        }
      }
    })
  },
)
