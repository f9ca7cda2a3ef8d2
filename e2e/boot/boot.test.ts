import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { out } from '../src/run.js'
import { canEmulate, type Firmware, Machine } from './machine.js'
import { type FolderServer, serveFolder } from './serve-folder.js'

const files = fileURLToPath(new URL('files', import.meta.url))
const MINUTES = 60_000

/** From a lockfile to machines that start, upgrade over HTTP and go back. */
describe.skipIf(!canEmulate)('an image that boots (needs QEMU)', { timeout: 20 * MINUTES }, () => {
  let folder: string
  let server: FolderServer
  let v1: string
  let v2: string
  const inFolder = (line: string) => out(line, { cwd: folder })
  const build = async (image: string) => {
    await inFolder(`apt2ostree build --repo repo ${image}`)
    return inFolder('ostree --repo=repo rev-parse os/test')
  }
  const publish = (commit: string) =>
    inFolder(
      `ostree --repo=www pull-local repo ${commit} && ostree --repo=www refs --force --create=os/test ${commit}`,
    )

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'boot-test-'))
    cpSync(files, folder, { recursive: true })
    await inFolder('ostree --repo=www init --mode=archive')
    server = await serveFolder(join(folder, 'www'))
    v1 = await build('v1.yaml')
    await publish(v1)
    const remote = `--remote http://10.0.2.2:${server.port}/`
    for (const firmware of ['bios', 'uefi']) {
      await inFolder(
        `apt2ostree disk --repo repo v1.yaml -o ${firmware}.img --size 3G --firmware ${firmware} ${remote}`,
      )
    }
    v2 = await build('v2.yaml')
  }, 20 * MINUTES)
  afterAll(() => {
    server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('has nothing that the check finds', async () => {
    expect(await inFolder(`ostree-finalize check --repo repo ${v1}`)).toBe('')
    expect(await inFolder(`ostree-finalize check --repo repo ${v2}`)).toBe('')
  })

  it('keeps every id when it gets an SSH server', async () => {
    const accounts = (commit: string) =>
      inFolder(
        `ostree --repo=repo cat ${commit} /usr/etc/passwd /usr/etc/group | cut -d: -f1-4 | sort`,
      )
    const [before, after] = await Promise.all([accounts(v1), accounts(v2)])
    expect(after.split('\n')).toEqual(expect.arrayContaining(before.split('\n')))
    expect(after).toMatch(/^_ssh:/m)
  })

  it.each(['bios', 'uefi'] as const)('starts, upgrades and goes back with %s', async (firmware) => {
    await publish(v1)
    const disk = join(folder, `${firmware}.img`)
    const ids = await withMachine(disk, firmware, 'reboot', async (machine) => {
      await expectSound(machine, v1)
      await machine.run('echo "set by an admin" > /etc/admin.conf && useradd --system admin')
      await machine.run('echo kept > /var/lib/kept && echo kept > /home/kept')
      await publish(v2)
      await machine.run('ostree admin upgrade')
      return machine.run('cat /etc/machine-id; id messagebus')
    })
    await withMachine(disk, firmware, 'reboot', async (machine) => {
      await expectSound(machine, v2)
      expect(await machine.run('cat /etc/machine-id; id messagebus')).toBe(ids)
      expect(await machine.run('cat /etc/vendor.conf /etc/admin.conf')).toBe(
        'version = 2\nset by an admin',
      )
      expect(await machine.run('cat /var/lib/kept /home/kept && id admin')).toMatch(
        /^kept\nkept\nuid/,
      )
      expect(await machine.run('id sshd && stat -c %G /usr/bin/ssh-agent')).toMatch(/\n_ssh$/)
      expect(await machine.run('systemctl is-active ssh')).toBe('active')
      expect(await machine.run('ls /etc/ssh/ssh_host_ed25519_key')).toContain('ed25519')
      await machine.run(`ostree admin deploy ${v1}`)
    })
    await withMachine(disk, firmware, 'poweroff', async (machine) => {
      await expectSound(machine, v1)
      expect(await machine.run('cat /etc/vendor.conf /etc/admin.conf /var/lib/kept')).toBe(
        'version = 1\nset by an admin\nkept',
      )
    })
  })

  async function expectSound(machine: Machine, commit: string): Promise<void> {
    expect(await machine.run('ostree admin status')).toContain(`* debian ${commit}`)
    const state = await machine.try('systemctl is-system-running --wait')
    const failed = await machine.run('systemctl --failed --no-legend --plain')
    expect({ state: state.output, failed }).toEqual({ state: 'running', failed: '' })
    expect((await machine.try('touch /usr/x')).output).toContain('Read-only file system')
    await machine.run('touch /etc/x /var/x /root/x /home/x /srv/x /usr/local/x /tmp/x && rm /etc/x')
    const lock = commit === v1 ? 'v1.lock' : 'v2.lock'
    const locked = await inFolder(`sed -n 's/^Package: //p' ${lock} | sort -u`)
    const installed = await machine.run(
      `dpkg-query -W -f '\${db:Status-Abbrev}\${Package}\\n' | sed -n 's/^ii //p' | LC_ALL=C sort -u`,
    )
    expect(installed.split('\n')).toEqual(locked.split('\n').sort())
    expect(await machine.run('dpkg --audit; dpkg -S /usr/bin/ostree')).toBe(
      'ostree: /usr/bin/ostree',
    )
  }
})

/** Runs a machine for some work, and ends it from inside. */
async function withMachine<T>(
  disk: string,
  firmware: Firmware,
  ending: 'reboot' | 'poweroff',
  work: (machine: Machine) => Promise<T>,
): Promise<T> {
  const machine = await Machine.start(disk, firmware)
  try {
    const result = await work(machine)
    await machine.end(ending)
    return result
  } finally {
    machine.kill()
  }
}
