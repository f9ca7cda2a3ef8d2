import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chooseBackend, readHostFacts } from '@apt2ostree/sandbox'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  type ConfigureTreeOptions,
  configureTree,
  type DpkgConfigureError,
  ScriptFailedError,
} from '../src/index.js'
import { makeTinySystem, type TinyPackage, type TinySystem } from './tiny-system.js'

vi.setConfig({ testTimeout: 60_000 })

const modes = ['root', 'unshare', 'fakeroot'] as const

interface BadScript {
  readonly summary: string
  readonly packages: Readonly<Record<string, TinyPackage>>
  readonly options?: Partial<ConfigureTreeOptions>
  readonly expected: Pick<ScriptFailedError['failure'], 'package' | 'script' | 'reason'>
  readonly output: RegExp
}

const postinst = (script: string) => ({ bad: { postinst: script } })
const exits = (status: number) =>
  ({ package: 'bad', script: 'postinst', reason: `exit status ${status}` }) as const

const badScripts: readonly BadScript[] = [
  {
    summary: 'fails',
    packages: { good: {}, ...postinst('echo "no such thing" >&2; exit 3') },
    expected: exits(3),
    output: /no such thing/,
  },
  {
    summary: 'fails before the package is unpacked',
    packages: { bad: { preinst: 'echo "not here"; exit 4' } },
    expected: { package: 'bad', script: 'preinst', reason: 'exit status 4' },
    output: /not here/,
  },
  {
    summary: 'kills dpkg',
    packages: postinst('echo bang; kill -9 $PPID; sleep 9'),
    expected: { package: 'bad', script: 'postinst', reason: 'it was killed by SIGKILL' },
    output: /bang/,
  },
  {
    summary: 'kills itself',
    packages: postinst('echo ouch; kill -9 $$'),
    expected: { package: 'bad', script: 'postinst', reason: 'killed by signal (Killed)' },
    output: /ouch/,
  },
  {
    summary: 'never ends',
    packages: postinst('echo waiting; while :; do :; done'),
    options: { timeLimit: 4 },
    expected: { package: 'bad', script: 'postinst', reason: 'it still ran after 4 s' },
    output: /waiting/,
  },
  {
    summary: 'writes to /proc',
    packages: postinst('echo 1 > /proc/sys/kernel/panic'),
    expected: exits(2),
    output: /Read-only file system/,
  },
  {
    summary: 'makes a file immutable',
    packages: postinst('echo x > /etc/x; chattr +i /etc/x'),
    expected: exits(1),
    output: /Operation not permitted/,
  },
  {
    summary: 'replaces all there is by links to the outside',
    packages: postinst('echo gone; mv /etc /e; ln -s /proc/1/root /etc; mv /run /r; exit 9'),
    expected: exits(9),
    output: /gone/,
  },
  {
    summary: 'fails when it is triggered',
    packages: {
      bad: { interest: '/x', postinst: '[ "$1" = configure ] || { echo hm; exit 5; }' },
      other: { files: ['/x', '/x/y'] },
    },
    expected: exits(5),
    output: /hm/,
  },
]

describe.skipIf(!canRunAll()).each(modes)(
  'a bad script, %s (needs root, ranges of ids for it, and fakeroot)',
  (mode) => {
    let system: TinySystem | undefined
    afterEach(() => system?.remove())

    async function failure(
      folder: string,
      { packages, options }: Pick<BadScript, 'packages' | 'options'>,
    ): Promise<{ error: Error; log: string }> {
      system = await makeTinySystem(packages, folder)
      const { repo } = system
      const wanted = { ...options, repo, mode, rev: 'unpacked', branch: 'configured' }
      const error: unknown = await configureTree(wanted).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(repo.readRef('configured')).toBeUndefined()
      expect(readdirSync(`${repo.path}/tmp`)).toEqual(['cache'])
      expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(repo.path)
      return { error: error as Error, log: takeLog(error as DpkgConfigureError) }
    }

    async function expectNamed(folder: string, bad: BadScript): Promise<void> {
      const { expected, output } = bad
      const { error, log } = await failure(folder, bad)
      expect(error).toBeInstanceOf(ScriptFailedError)
      const { failure: facts, message } = error as ScriptFailedError
      expect(facts).toMatchObject(expected)
      expect(facts.output.join('\n')).toMatch(output)
      expect(message).toContain(`cannot configure package "bad": ${expected.script}: `)
      expect(log).toMatch(output)
    }

    it.each(badScripts)('is named that $summary, and leaves nothing', async (bad) => {
      await expectNamed(tmpdir(), bad)
    })

    it('is named that fills the disk, and leaves it empty', async () => {
      const disk = mkdtempSync(join(tmpdir(), 'dpkg-configure-disk-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk])
      try {
        const bad = {
          summary: 'fills the disk',
          packages: postinst('cat /dev/zero > /etc/big'),
          expected: exits(1),
          output: /No space left on device/,
        }
        await expectNamed(disk, bad)
      } finally {
        system?.remove()
        execFileSync('umount', [disk])
        rmSync(disk, { recursive: true })
      }
    })

    it('that makes a device is told of', async () => {
      const packages = postinst('mknod /etc/x c 1 3')
      const { error } = await failure(tmpdir(), { packages })
      expect(error.message).toMatch(
        mode === 'fakeroot'
          ? /^cannot keep "\/etc\/x": it is a device file/
          : /^cannot configure package "bad": postinst: .*\n.*Operation not permitted/,
      )
    })

    it('that leaves a daemon behind does no harm', async () => {
      const daemon = `sleep 1000${process.pid}`
      system = await makeTinySystem(postinst(`setsid sh -c 'exec ${daemon}' & echo x > /done`))
      await configureTree({ repo: system.repo, mode, rev: 'unpacked' })
      expect(runningCommands()).not.toContain(daemon)
    })
  },
)

/** The log that an error names, which is not kept. */
function takeLog({ hint = '' }: DpkgConfigureError): string {
  const [, path] = /^the full log is in "(.*)"$/.exec(hint) ?? []
  if (path === undefined) return ''
  const log = readFileSync(path, 'utf8')
  rmSync(dirname(path), { recursive: true })
  return log
}

function canRunAll(): boolean {
  try {
    const facts = readHostFacts()
    if (facts.bubblewrap === undefined) return false
    return modes.every((mode) => chooseBackend(mode, facts).backend === mode)
  } catch {
    return false
  }
}

function runningCommands(): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
}
