import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HostShell } from './host-shell.js'
import { canEmulate, Machine } from './machine.js'
import { blocksIn, readTutorial, type Tutorial, typedLines, writeFiles } from './tutorial.js'

const page = fileURLToPath(new URL('../../docs/a-machine-that-upgrades-itself.md', import.meta.url))
const MINUTES = 60_000

/** From a lockfile to machines that start, upgrade over HTTP and go back: the page's own commands. */
describe.skipIf(!canEmulate)('the tutorial (needs QEMU)', { timeout: 40 * MINUTES }, () => {
  let folder: string
  let host: HostShell
  let tutorial: Tutorial
  const commits = { v1: '', v2: '' }
  const runSection = async (section: number) => {
    writeFiles(tutorial, section, folder)
    let printed = ''
    for (const script of blocksIn(tutorial, section, 'sh')) printed = await host.run(script)
    return printed
  }
  const revision = () => host.run('ostree --repo=repo rev-parse os/machine')

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tutorial-'))
    const keys = join(folder, '.gnupg')
    mkdirSync(keys, { mode: 0o700 })
    host = new HostShell(folder, { GNUPGHOME: keys })
    tutorial = readTutorial(page, await freePort())
  })
  afterAll(async () => {
    await host.run('gpgconf --kill gpg-agent')
    host.close()
    rmSync(folder, { recursive: true, force: true })
  }, 5 * MINUTES)

  it('1: makes an image that the check finds nothing in', async () => {
    expect(await runSection(1)).toBe('')
    commits.v1 = await revision()
    await host.run('cp machine.lock v1.lock')
  })

  it('2: publishes it', async () => {
    await runSection(2)
  })

  it('3 to 5: starts, upgrades and goes back with uefi', async () => {
    const [disk = '', start = ''] = blocksIn(tutorial, 3, 'sh')
    await host.run(disk)
    await host.run(disk.replace('disk.img', 'bios.img --firmware bios'))
    await withMachine(start, async (machine) => {
      await expectSound(machine, 'v1')
      for (const line of blocksIn(tutorial, 3, 'console').flatMap(typedLines)) {
        await machine.run(line)
      }
      await runSection(4)
      commits.v2 = await revision()
      await host.run('cp machine.lock v2.lock')
      await upgradeAndGoBack(machine, () => expectRefusal(machine))
    })
  })

  it('keeps every id when it gets an SSH server, and checks out', async () => {
    const show = 'cat %s /usr/etc/passwd /usr/etc/group | cut -d: -f1-4 | sort'
    const accounts = (commit: string) =>
      host.run(`ostree --repo=repo ${show.replace('%s', commit)}`)
    const [before, after] = [await accounts(commits.v1), await accounts(commits.v2)]
    expect(after.split('\n')).toEqual(expect.arrayContaining(before.split('\n')))
    expect(after).toMatch(/^_ssh:/m)
    expect(await host.run(`ostree-finalize check --repo repo ${commits.v2}`)).toBe('')
  })

  it('does the same with bios', async () => {
    const [, start = ''] = blocksIn(tutorial, 3, 'sh')
    const bios = start.replace('disk.img', 'bios.img').replace(/-drive if=pflash\S*/, '')
    await withMachine(bios, async (machine) => {
      await expectSound(machine, 'v1')
      for (const line of blocksIn(tutorial, 3, 'console').flatMap(typedLines)) {
        await machine.run(line)
      }
      await upgradeAndGoBack(machine)
    })
  })

  /** Section 5, with a look around at each stop; ends the machine. */
  async function upgradeAndGoBack(machine: Machine, onUpgraded = async () => {}): Promise<void> {
    const [upgrade = [], back = [], end = []] = blocksIn(tutorial, 5, 'console').map(typedLines)
    await machine.run('echo kept > /var/lib/kept && echo kept > /home/kept && useradd -r admin')
    const ids = await machine.run('cat /etc/machine-id; id messagebus')
    await type(machine, upgrade)
    await expectSound(machine, 'v2')
    expect(await machine.run('cat /etc/machine-id; id messagebus')).toBe(ids)
    expect(await machine.run('cat /etc/machine-version /etc/motd')).toBe('2\nset by the admin')
    expect(await machine.run('cat /var/lib/kept /home/kept && id -nu admin')).toBe(
      'kept\nkept\nadmin',
    )
    expect(await machine.run('id -nu sshd && stat -c %G /usr/bin/ssh-agent')).toBe('sshd\n_ssh')
    expect(await machine.run('systemctl is-active ssh')).toBe('active')
    expect(await machine.run('ls /etc/ssh/ssh_host_ed25519_key')).toContain('ed25519')
    await onUpgraded()
    await type(machine, back)
    await expectSound(machine, 'v1')
    expect(await machine.run('cat /etc/machine-version /etc/motd /var/lib/kept')).toBe(
      '1\nset by the admin\nkept',
    )
    await type(machine, end)
  }

  /** Types the lines of a block; the one that ends the machine or restarts it is the last. */
  async function type(machine: Machine, lines: readonly string[]): Promise<void> {
    for (const line of lines.map((each) => each.replace('CHECKSUM', commits.v1))) {
      if (line === 'systemctl reboot') await machine.restart(line)
      else if (line === 'systemctl poweroff') await machine.powerOff(line)
      else await machine.run(line)
    }
  }

  /** A commit that nobody signed is not upgraded to. */
  async function expectRefusal(machine: Machine): Promise<void> {
    await host.run('ostree --repo=www commit --branch=os/machine --tree=ref=os/machine')
    const { status, output } = await machine.try('ostree admin upgrade')
    expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining('GPG') })
    await host.run(`ostree --repo=www refs --force --create=os/machine ${commits.v2}`)
  }

  async function expectSound(machine: Machine, version: 'v1' | 'v2'): Promise<void> {
    expect(await machine.run('ostree admin status')).toContain(`* debian ${commits[version]}`)
    const state = await machine.try('systemctl is-system-running --wait')
    const failed = await machine.run('systemctl --failed --no-legend --plain')
    expect({ state: state.output, failed }).toEqual({ state: 'running', failed: '' })
    expect((await machine.try('touch /usr/x')).output).toContain('Read-only file system')
    await machine.run('touch /etc/x /var/x /root/x /home/x /srv/x /usr/local/x /tmp/x && rm /etc/x')
    const locked = await host.run(`sed -n 's/^Package: //p' ${version}.lock | sort -u`)
    const installed = await machine.run(
      `dpkg-query -W -f '\${db:Status-Abbrev}\${Package}\\n' | sed -n 's/^ii //p' | LC_ALL=C sort -u`,
    )
    expect(installed.split('\n')).toEqual(locked.split('\n').sort())
    expect(await machine.run('dpkg --audit; dpkg -S /usr/bin/ostree')).toBe(
      'ostree: /usr/bin/ostree',
    )
  }

  /** Starts the machine of a command line, for some work. */
  async function withMachine(
    command: string,
    work: (machine: Machine) => Promise<void>,
  ): Promise<void> {
    const emulator = host.start(command)
    try {
      await work(await Machine.takeOver(emulator))
    } finally {
      emulator.kill('SIGKILL')
    }
  }
})

/** A port of the loopback interface that nobody has now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
