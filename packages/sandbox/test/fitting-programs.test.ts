import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Checksum } from '@apt2ostree/ostree-repo'
import { type TreeLiteral, writeTreeLiteral } from '@apt2ostree/testkit/tree'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { changeTree, type Mode, readHostFacts, SandboxError } from '../src/index.js'
import { canSandbox } from './can-sandbox.js'
import { makeTinyTree, type TinyTree } from './tiny-tree.js'

vi.setConfig({ testTimeout: 60_000 })

const facts = readHostFacts()
const library = facts.fakeroot?.library ?? ''

let tiny: TinyTree | undefined
afterEach(() => tiny?.remove())

async function run({ repo, rev }: TinyTree, mode: Mode, fakeroot?: Checksum): Promise<string> {
  const argv = ['/bin/sh', '-ec', 'chown 5:6 /etc/plain; ls -n /etc/plain'] as const
  let output = ''
  await repo.transaction((transaction) =>
    changeTree({
      ...{ repo, transaction, rev, mode, ...(fakeroot && { fakeroot }) },
      work: {
        commands: [{ label: 'the script', argv }],
        environment: { PATH: '/usr/bin' },
        timeLimit: 60,
      },
      onOutput: (chunk) => {
        output += chunk
      },
    }),
  )
  return output
}

async function failure(...args: Parameters<typeof run>): Promise<SandboxError> {
  const error = await run(...args).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(SandboxError)
  expect(readdirSync(`${args[0].repo.path}/tmp`)).toEqual(['cache'])
  return error as SandboxError
}

function writeLayer({ repo }: TinyTree, literal: TreeLiteral): Promise<Checksum> {
  return repo.transaction((transaction) => {
    const { tree, meta } = writeTreeLiteral(transaction, literal)
    return transaction.writeCommit({ rootTree: tree, rootMeta: meta })
  })
}

/** A shell that says it is for another architecture, big endian as elf(5) has it. */
function foreignShell(): string {
  const shell = readFileSync('/bin/sh')
  shell[5] = 2
  shell.writeUInt16BE(22, 18)
  return `[0755 0:0] ${shell.toString('latin1')}`
}

describe.skipIf(!canSandbox('root', 'fakeroot'))(
  'programs that do not fit (needs root, fakeroot and bubblewrap)',
  () => {
    it.each(['root', 'fakeroot'] as const)('are refused before they run, %s', async (mode) => {
      const foreign = { 'usr/bin/-sh': foreignShell(), 'usr/bin/sh': '-> /bin/-sh' }
      tiny = await makeTinyTree('bare-user', tmpdir(), foreign)
      const { code, message, hint } = await failure(tiny, mode)
      expect(code).toBe('ERR_SANDBOX_FOREIGN')
      expect(message).toMatch(/^cannot run s390x programs on this \w+ host: .*interpreter/)
      expect(hint).toMatch(/^run as root: /)
      expect(hint).toMatch(/qemu-s390x|systemd-binfmt/)
    })
  },
)

describe.skipIf(!canSandbox('root', 'fakeroot'))(
  'a libfakeroot beside the tree (needs root, fakeroot and bubblewrap)',
  () => {
    it('is used instead of the one of this host', async () => {
      tiny = await makeTinyTree()
      const layer = await writeLayer(tiny, { [library]: readFileSync(library, 'latin1') })
      expect(await run(tiny, 'fakeroot', layer)).toMatch(/^-\S+ 1 5 6 /)
    })

    it('may not be missing', async () => {
      tiny = await makeTinyTree()
      const layer = await writeLayer(tiny, { 'usr/lib/x/file': '' })
      const { message } = await failure(tiny, 'fakeroot', layer)
      expect(message).toBe(`cannot prepare the sandbox: commit ${layer} holds no libfakeroot`)
    })

    it('has to load in the programs of the tree', async () => {
      tiny = await makeTinyTree()
      const content = foreignShell().slice(`[0755 0:0] `.length)
      const layer = await writeLayer(tiny, { [library]: content })
      const { message, hint } = await failure(tiny, 'fakeroot', layer)
      expect(message).toMatch(
        new RegExp(
          `libfakeroot of ${layer} does not load in the tree's programs: it is for another`,
        ),
      )
      expect(hint).toContain('apt-get install uidmap')
    })
  },
)
