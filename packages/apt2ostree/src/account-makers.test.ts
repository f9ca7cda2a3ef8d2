import { parseLockfile } from '@apt2ostree/lockfile'
import { expect, it } from 'vitest'
import { accountMakers } from './account-makers.js'

const lockOf = (packages: Record<string, string>) =>
  parseLockfile(
    Object.entries(packages)
      .map(
        ([name, relations]) =>
          `Package: ${name}\nVersion: 1\nArchitecture: amd64\n${relations}Filename: ${name}.deb\nSize: 1\nSHA256: ${'0'.repeat(64)}\n`,
      )
      .join('\n'),
  )

it('names the new packages that depend on what makes accounts', () => {
  const before = { bash: '', dbus: 'Depends: adduser\n' }
  const after = {
    ...before,
    chrony: 'Pre-Depends: a | b\nDepends: libc6, systemd | systemd-standalone-sysusers (>= 1)\n',
    'openssh-server': 'Pre-Depends: adduser\n',
    vim: 'Depends: libc6\n',
  }
  expect(accountMakers(lockOf(after), lockOf(before))).toEqual(['chrony', 'openssh-server'])
  expect(accountMakers(lockOf(before))).toEqual(['dbus'])
})
