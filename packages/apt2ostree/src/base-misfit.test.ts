import { type Lockfile, parseLockfile } from '@apt2ostree/lockfile'
import { describe, expect, it } from 'vitest'
import { baseMisfit, type SystemInput } from './base-misfit.js'

/** A lock of packages spelled as `NAME VERSION`, with `!` behind those that are essential. */
function lockOf(...packages: readonly string[]): Lockfile {
  const stanzas = packages.map((spelled) => {
    const [name = '', version = ''] = spelled.replace('!', '').split(' ')
    const sha256 = Buffer.from(spelled).toString('hex').padEnd(64, '0')
    const essential = spelled.endsWith('!') ? 'Essential: yes\n' : ''
    const fields = `Package: ${name}\nVersion: ${version}\nArchitecture: amd64\n${essential}`
    return `${fields}Filename: ${name}.deb\nSize: 1\nSHA256: ${sha256}\n`
  })
  return parseLockfile(stanzas.join('\n'))
}

const plain = { mergedUsr: undefined, answers: [] }
const base: SystemInput = { ...plain, lock: lockOf('dpkg 1!', 'exim4-config 1') }
const system: SystemInput = { ...plain, lock: lockOf('dpkg 1!', 'exim4-config 1', 'nginx 1') }
const answer = {
  text: 'exim4-config exim4/mailname string mail.example.org\n',
  packages: ['exim4-config', 'exim4'],
}
const another = { text: 'nginx nginx/x string y\n', packages: ['nginx', 'nginx'] }

describe('baseMisfit', () => {
  it.each<{ summary: string; system?: object; base?: object; reason: string | undefined }>([
    { summary: 'fits a part of the system', reason: undefined },
    {
      summary: 'fits with the same answers, and new ones for new packages',
      base: { answers: [answer] },
      system: { answers: [answer, another] },
      reason: undefined,
    },
    {
      summary: 'fits a system that more architectures may be added to',
      system: { lock: { ...system.lock, foreignArchitectures: ['i386'] } },
      reason: undefined,
    },
    {
      summary: 'another version',
      base: { lock: lockOf('dpkg 1!', 'exim4-config 2') },
      reason: 'exim4-config 2 is not in the lockfile',
    },
    {
      summary: 'an essential package that only the system has',
      system: { lock: lockOf('dpkg 1!', 'exim4-config 1', 'bash 5!') },
      reason: 'it is without the essential package bash',
    },
    {
      summary: 'another architecture',
      base: { lock: { ...base.lock, architecture: 'arm64' } },
      reason: 'it is of another architecture',
    },
    {
      summary: 'a foreign architecture that the system does not have',
      base: { lock: { ...base.lock, foreignArchitectures: ['i386'] } },
      reason: 'it is open to packages of i386',
    },
    { summary: 'another layout', base: { mergedUsr: false }, reason: 'merged-usr is another' },
    {
      summary: 'an answer that only the base was given',
      base: { answers: [answer] },
      reason: 'it was given other answers',
    },
    {
      summary: 'an answer for a package of the base',
      system: { answers: [answer] },
      reason: 'exim4-config is to be given answers that it was not given',
    },
  ])('$summary', ({ system: ofSystem, base: ofBase, reason }) => {
    expect(baseMisfit({ ...system, ...ofSystem }, { ...base, ...ofBase })).toBe(reason)
  })
})
