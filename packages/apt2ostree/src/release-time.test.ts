import type { Lockfile } from '@apt2ostree/lockfile'
import { describe, expect, it } from 'vitest'
import { releaseTime } from './release-time.js'

const lockOf = (...dates: string[]): Lockfile => ({
  version: 1,
  architecture: 'amd64',
  foreignArchitectures: [],
  requests: [],
  options: { recommends: false, essential: true, required: true, exclude: [] },
  releases: dates.map((date, index) => ({
    id: `${index}`,
    origin: '',
    suite: '',
    codename: '',
    sha256: '',
    date,
  })),
  packages: [],
})

describe('releaseTime', () => {
  const older = 'Sat, 06 Sep 2025 10:00:00 UTC'
  const newer = 'Sun, 07 Sep 2025 10:00:00 UTC'
  it.each([
    { summary: 'the newest release', lock: lockOf(older, newer, older), seconds: 1757239200 },
    { summary: 'no release', lock: lockOf(), seconds: 0 },
    { summary: 'a date that is none', lock: lockOf('soon'), seconds: 0 },
    { summary: 'an epoch', lock: lockOf(newer), epoch: '7', seconds: 7 },
    { summary: 'an empty epoch', lock: lockOf(newer), epoch: '', seconds: 1757239200 },
  ])('$summary', ({ lock, epoch, seconds }) => {
    expect(releaseTime(lock, epoch)).toBe(seconds)
  })

  it('refuses an epoch that is no number', () => {
    expect(() => releaseTime(lockOf(), 'now')).toThrow('cannot use SOURCE_DATE_EPOCH "now"')
  })
})
