import { describe, expect, it } from 'vitest'
import { parseConfiguration } from '../../test/parse-configuration.js'
import { checkChanges, releaseIdentity } from './check-changes.js'
import { parseRelease } from './release.js'
import { releasePolicy } from './release-policy.js'

const before = {
  Origin: 'Debian',
  Label: 'Debian',
  Version: '12.9',
  Suite: 'stable',
  Codename: 'bookworm',
}

interface Case {
  readonly summary: string
  readonly now: Readonly<Record<string, string>>
  readonly conf?: string
  readonly allowAll?: boolean
  readonly refused?: string
  readonly told?: readonly string[]
}

const codename = 'it changed its Codename from "bookworm" to "trixie"'

const cases: Case[] = [
  { summary: 'the same', now: {} },
  {
    summary: 'another point release, and another suite',
    now: { Version: '12.10', Suite: 'oldstable' },
  },
  {
    summary: 'another suite, where that matters',
    now: { Suite: 'oldstable' },
    conf: 'Acquire::AllowReleaseInfoChange::Suite "no";',
    refused: 'it changed its Suite from "stable" to "oldstable"',
  },
  { summary: 'another codename', now: { Codename: 'trixie' }, refused: codename },
  {
    summary: 'another codename, allowed by this machine',
    now: { Codename: 'trixie' },
    conf: 'Acquire::AllowReleaseInfoChange::Codename "yes";',
    told: [codename],
  },
  {
    summary: 'another codename, allowed here',
    now: { Codename: 'trixie' },
    allowAll: true,
    told: [codename],
  },
  {
    summary: 'another origin',
    now: { Origin: 'Other' },
    refused: 'it changed its Origin from "Debian" to "Other"',
  },
  {
    summary: 'another label',
    now: { Label: 'X' },
    refused: 'it changed its Label from "Debian" to "X"',
  },
  {
    summary: 'no longer automatic',
    now: { NotAutomatic: 'yes', ButAutomaticUpgrades: 'yes' },
    refused: 'it changed its DefaultPin from "500" to "100"',
  },
]

function identity(fields: Readonly<Record<string, string>>) {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  const dated = [...lines, 'Date: Sat, 05 Sep 2026 10:00:00 UTC', 'SHA256:', '']
  return releaseIdentity(parseRelease(dated.join('\n')))
}

describe('an archive that now calls itself', () => {
  it.each(cases)('$summary', ({ now, conf = '', allowAll = false, refused, told = [] }) => {
    const policy = releasePolicy(parseConfiguration(conf), new Date())
    const check = () =>
      checkChanges(identity(before), identity({ ...before, ...now }), policy, allowAll)
    if (refused !== undefined) expect(check).toThrow(refused)
    else expect(check()).toEqual(told)
  })
})
