import { readdirSync } from 'node:fs'
import { type Checksum, requirePath } from '@apt2ostree/ostree-repo'
import { readTreeLiteral, type TreeLiteral } from '@apt2ostree/testkit/tree'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ChangeTreeOptions, CommandFailedError, changeTree } from '../src/index.js'
import { canSandbox } from './can-sandbox.js'
import { makeTinyTree, type TinyTree } from './tiny-tree.js'

const backends = ['root', 'unshare', 'fakeroot'] as const

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

type Options = Partial<Pick<ChangeTreeOptions, 'onOutput' | 'signal'>> & {
  timeLimit?: number
  mustBeSilent?: boolean
}

describe.skipIf(!canSandbox(...backends)).each(backends)(
  'changeTree, %s (needs root, ranges of ids for it, fakeroot and bubblewrap)',
  (mode) => {
    let tiny: TinyTree
    let before: TreeLiteral

    beforeAll(async () => {
      tiny = await makeTinyTree()
      before = readTreeLiteral(tiny.repo, tiny.repo.readRoot(tiny.rev))
    })
    afterAll(() => tiny.remove())

    async function run(script: string, options: Options = {}): Promise<Checksum> {
      const { timeLimit = 20, mustBeSilent = false, ...rest } = options
      return tiny.repo.transaction(async (transaction) => {
        const { tree, meta } = await changeTree({
          ...rest,
          mode,
          repo: tiny.repo,
          transaction,
          rev: tiny.rev,
          work: {
            commands: [{ label: 'the script', argv: ['/bin/sh', '-ec', script], mustBeSilent }],
            environment: { PATH: '/usr/sbin:/usr/bin' },
            binds: [{ path: '/usr/sbin/stub', content: '#!/bin/sh\necho stub\n', mode: 0o755 }],
            initialFiles: [{ path: '/etc/resolv.conf', content: '' }],
            timeLimit,
          },
        })
        return transaction.writeCommit({ rootTree: tree, rootMeta: meta })
      })
    }

    /** Paths that differ from the tree at the start, with what they are now. */
    async function changes(script: string): Promise<Record<string, string | undefined>> {
      const after = readTreeLiteral(tiny.repo, tiny.repo.readRoot(await run(script)))
      const paths = new Set([...Object.keys(before), ...Object.keys(after)])
      return Object.fromEntries(
        [...paths]
          .filter((path) => before[path] !== after[path])
          .map((path) => [path, after[path]]),
      )
    }

    async function failure(script: string, options?: Options): Promise<string> {
      const error = await run(script, options).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Error)
      expect(readdirSync(`${tiny.repo.path}/tmp`)).toEqual(['cache'])
      return (error as Error).message
    }

    it.each([
      { summary: 'nothing', script: 'true', expected: {} },
      {
        summary: 'permissions, which programs see that unset LD_PRELOAD, too',
        script:
          'case "$(env -u LD_PRELOAD ls -l /usr/bin/setuid)" in -rwsr-xr-x*) ;; *) exit 9 ;; esac',
        expected: {},
      },
      {
        summary: 'a new file with another owner',
        script: 'echo new > /etc/new; chown 33:8 /etc/new; chmod 4750 /etc/new',
        expected: { '/etc/new': '[4750 33:8] new\n' },
      },
      {
        summary: 'a changed file that shares its object with another',
        script: 'echo more >> /etc/plain',
        expected: { '/etc/plain': 'plain\nmore\n' },
      },
      {
        summary: 'a removed file',
        script: 'rm /etc/same',
        expected: { '/etc/same': undefined },
      },
      {
        summary: 'a removed directory',
        script: 'rm -r /usr/share',
        expected: {
          '/usr/share/deep/er/file': undefined,
        },
      },
      {
        summary: 'a directory that was made anew',
        script: 'rm -r /usr/share/deep; mkdir /usr/share/deep; echo x > /usr/share/deep/x',
        expected: {
          '/usr/share/deep/er/file': undefined,
          '/usr/share/deep/x': 'x\n',
        },
      },
      {
        summary: 'a directory that was renamed',
        script: 'mv /usr/share/deep /usr/share/deeper',
        expected: {
          '/usr/share/deep/er/file': undefined,
          '/usr/share/deeper/er/file': 'deep\n',
        },
      },
      {
        summary: 'a symlink to the outside in place of a directory',
        script: 'rm -r /usr/share; ln -s ../../../../etc /usr/share',
        expected: {
          '/usr/share': '-> ../../../../etc',
          '/usr/share/deep/er/file': undefined,
        },
      },
      {
        summary: 'permissions of a directory',
        script: 'chmod 1770 /usr/share/deep; chown 5:6 /usr/share/deep; chmod 750 /',
        expected: { '/': '[0750 0:0]', '/usr/share/deep/': '[1770 5:6]' },
      },
      {
        summary: 'a name with every kind of character',
        script: "touch '/etc/naïve \n\"\\x'",
        expected: { '/etc/na\u00c3\u00afve \n"\\x': '' },
      },
      {
        summary: 'a placeholder that was filled',
        script: 'test -f /etc/resolv.conf; echo x > /etc/resolv.conf',
        expected: { '/etc/resolv.conf': 'x\n' },
      },
      {
        summary: "what lies in places that are not the tree's",
        script: 'touch /tmp/x /dev/x /dev/shm/x; test "$(stub)" = stub; test ! -e /sys/kernel',
        expected: {},
      },
    ])('keeps $summary', async ({ script, expected }) => {
      expect(await changes(script)).toEqual(expected)
    })

    it.each([
      {
        summary: 'fails',
        script: 'echo why; exit 3',
        message: /the script: exit status 3\n {2}\| why$/,
      },
      { summary: 'kills what started it', script: 'kill -9 $$', message: /killed by SIGKILL/ },
      { summary: 'kills all it can', script: 'sleep 99 & kill -9 -1; exit 4', message: /status 4/ },
      {
        summary: 'makes a device',
        script: 'mknod /etc/null c 1 3',
        message: /not permitted|cannot keep "\/etc\/null": it is a device file/,
      },
      {
        summary: 'makes a pipe',
        script: 'mkfifo /etc/pipe',
        message: /cannot keep "\/etc\/pipe": it is a named pipe/,
      },
      {
        summary: 'writes to the kernel',
        script: 'echo 1 > /proc/sys/kernel/panic',
        message: /[Rr]ead-only/,
      },
      {
        summary: 'makes a file immutable',
        script: 'chattr +i /etc/plain',
        message: /not permitted/,
      },
      { summary: 'mounts', script: 'exec unshare --mount true', message: /exit status 127/ },
      {
        summary: 'replaces the whole tree by a symlink',
        script:
          'rm -rf --one-file-system /usr/share /etc; mv /var /v; ln -s /proc/1/root /etc; exit 9',
        message: /exit status 9/,
      },
    ])('leaves nothing of a script that $summary', async ({ script, message }) => {
      expect(await failure(script)).toMatch(message)
    })

    it('keeps a file capability, as version 2 whoever sets it', async () => {
      const rev = await run('setcap cap_net_raw=ep /usr/bin/true')
      const entry = requirePath(tiny.repo, tiny.repo.readRoot(rev), '/usr/bin/true')
      const { header } = tiny.repo.openFile((entry as { checksum: Checksum }).checksum)
      expect(header.xattrs.map(([name, value]) => `${name}=${value.toString('hex')}`)).toEqual([
        'security.capability=0100000200200000000000000000000000000000',
      ])
    })

    it('ends a script that runs for too long', async () => {
      const options = { timeLimit: 0.3 }
      expect(await failure('sleep 1000', options)).toMatch(/still ran after 0.3 s/)
    })

    it('ends what a script leaves running', async () => {
      expect(await changes('sleep 1000 & (sleep 1000 &) ; echo x > /etc/plain')).toEqual({
        '/etc/plain': 'x\n',
      })
    })

    it('takes output for failure where there must be none', async () => {
      expect(await failure('echo something', { mustBeSilent: true })).toMatch(
        /it printed: something/,
      )
    })

    it('has no network and a host name of its own', async () => {
      let output = ''
      await run('cat /proc/sys/kernel/hostname /proc/net/dev; id -u', {
        onOutput: (chunk) => {
          output += chunk
        },
      })
      expect(output).toMatch(/^localhost\n/)
      expect(output.match(/^ *\w+:/gm)).toEqual(['    lo:'])
      expect(output).toMatch(/^0$/m)
    })

    it('stops and cleans up when it is told to', async () => {
      const abort = new AbortController()
      const running = failure('echo ready; sleep 1000', {
        signal: abort.signal,
        onOutput: () => abort.abort(new Error('enough')),
      })
      expect(await running).toBe('enough')
    })

    it('says which command failed', async () => {
      await expect(run('exit 1')).rejects.toBeInstanceOf(CommandFailedError)
    })

    it('works in an archive repo', async () => {
      const archive = await makeTinyTree('archive')
      try {
        expect(archive.rev).toBe(tiny.rev)
        const bare = { tiny, rev: await run('chmod 700 /etc/plain') }
        tiny = archive
        expect(await run('chmod 700 /etc/plain')).toBe(bare.rev)
        tiny = bare.tiny
      } finally {
        archive.remove()
      }
    })
  },
)
