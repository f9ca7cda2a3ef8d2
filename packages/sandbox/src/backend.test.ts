import { describe, expect, it } from 'vitest'
import { chooseBackend, type Mode } from './backend.js'
import type { HostFacts } from './host-facts.js'

const granted = (uids: number, gids: number) => ({
  uids: { first: 100000, count: uids },
  gids: { first: 100000, count: gids },
})

/** An ordinary user of a host where everything is as it should be. */
const user: HostFacts = {
  uid: 1000,
  user: 'jo',
  canMount: false,
  missingTools: [],
  utilLinux: [2, 38, 1],
  maxUserNamespaces: 1000,
  newuidmap: true,
  subordinateIds: granted(65536, 65536),
}
const root: HostFacts = { ...user, uid: 0, user: 'root', canMount: true }

const fakeroot = { faked: '/usr/bin/faked-sysv', library: '/usr/lib/libfakeroot.so' }

describe('chooseBackend', () => {
  it.each<{ summary: string; mode: Mode; facts: HostFacts; backend: string; reason: string }>([
    { summary: 'root', mode: 'auto', facts: root, backend: 'root', reason: 'running as root' },
    {
      summary: 'a user with ranges',
      mode: 'auto',
      facts: user,
      backend: 'unshare',
      reason: 'not root, and subordinate ids are granted',
    },
    {
      summary: 'root without CAP_SYS_ADMIN, with ranges',
      mode: 'auto',
      facts: { ...root, canMount: false },
      backend: 'unshare',
      reason: 'root may not mount here (no CAP_SYS_ADMIN)',
    },
    {
      summary: 'a user without ranges',
      mode: 'auto',
      facts: { ...user, subordinateIds: granted(0, 0), fakeroot },
      backend: 'fakeroot',
      reason: '/etc/subuid has no range for user "jo", 65535 are needed',
    },
    {
      summary: 'root who asks for a user namespace',
      mode: 'unshare',
      facts: root,
      backend: 'unshare',
      reason: 'asked for',
    },
    {
      summary: 'a newer major version of util-linux',
      mode: 'auto',
      facts: { ...user, utilLinux: [3, 0] },
      backend: 'unshare',
      reason: 'not root, and subordinate ids are granted',
    },
  ])('takes $backend for $summary', ({ mode, facts, backend, reason }) => {
    expect(chooseBackend(mode, facts)).toEqual({ backend, reason })
  })

  it.each<{ summary: string; mode: Mode; facts: HostFacts; message: RegExp; hint: RegExp }>([
    {
      summary: 'a user asks for root',
      mode: 'root',
      facts: user,
      message: /^cannot use backend "root": user id 1000 is not root$/,
      hint: /--mode unshare/,
    },
    {
      summary: 'the kernel has no user namespaces',
      mode: 'auto',
      facts: { ...user, maxUserNamespaces: 0 },
      message: /^cannot use any backend: this kernel grants no user namespaces$/,
      hint: /sysctl -w user.max_user_namespaces=/,
    },
    {
      summary: "Debian's switch is off",
      mode: 'auto',
      facts: { ...user, blockedBy: { setting: 'kernel.unprivileged_userns_clone', value: 0 } },
      message: /kernel.unprivileged_userns_clone=0/,
      hint: /sysctl -w kernel.unprivileged_userns_clone=1$/,
    },
    {
      summary: "Ubuntu's switch is on",
      mode: 'unshare',
      facts: {
        ...user,
        blockedBy: { setting: 'kernel.apparmor_restrict_unprivileged_userns', value: 1 },
      },
      message: /kernel.apparmor_restrict_unprivileged_userns=1/,
      hint: /sysctl -w kernel.apparmor_restrict_unprivileged_userns=0$/,
    },
    {
      summary: 'util-linux is too old',
      mode: 'auto',
      facts: { ...user, utilLinux: [2, 37, 2] },
      message: /needs util-linux 2.38, this is 2.37.2/,
      hint: /upgrade util-linux/,
    },
    {
      summary: 'newuidmap is missing',
      mode: 'auto',
      facts: { ...user, newuidmap: false },
      message: /there is no newuidmap/,
      hint: /^run: apt-get install uidmap$/,
    },
    {
      summary: 'the user has no range of uids',
      mode: 'auto',
      facts: { ...user, subordinateIds: granted(0, 65536) },
      message: /\/etc\/subuid has no range for user "jo"/,
      hint: /^run as root: usermod --add-subuids 100000-165535 jo$/,
    },
    {
      summary: 'fakeroot is asked for and missing',
      mode: 'fakeroot',
      facts: user,
      message: /^cannot use backend "fakeroot": there is no fakeroot on this host$/,
      hint: /^run: apt-get install fakeroot$/,
    },
    {
      summary: 'the range of gids is too short',
      mode: 'auto',
      facts: { ...user, subordinateIds: granted(65536, 1000) },
      message: /\/etc\/subgid has only 1000 ids for "jo"/,
      hint: /--add-subgids/,
    },
    {
      summary: 'mount is missing',
      mode: 'auto',
      facts: { ...root, missingTools: ['mount'] },
      message: /there is no mount on this host/,
      hint: /apt-get install/,
    },
  ])('tells what is missing when $summary', ({ mode, facts, message, hint }) => {
    expect(() => chooseBackend(mode, facts)).toThrow(
      expect.objectContaining({
        code: 'ERR_SANDBOX_UNAVAILABLE',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      }),
    )
  })
})
