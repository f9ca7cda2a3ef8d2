import { describe, expect, it } from 'vitest'
import { parseRelease } from './release.js'

const digest = 'a'.repeat(64)
const fields = (...more: string[]) =>
  [
    'Origin: Test',
    'Date: Thu, 02 Jan 2020 00:00:00 UTC',
    ...more,
    'MD5Sum:',
    ` ${'b'.repeat(32)} 1 main/other`,
    'SHA256:',
    ` ${digest}      120 main/binary-amd64/Packages`,
    ` ${digest} 0 main/empty`,
    '',
  ].join('\n')

describe('a Release file', () => {
  it('is read whole', () => {
    const text = fields(
      'Suite: stable',
      'Architectures: all amd64',
      'Components: updates/main updates/contrib',
      'Acquire-By-Hash: yes',
      'Valid-Until: Fri, 03 Jan 2020 00:00:00 UTC',
    )
    expect(parseRelease(text)).toEqual({
      origin: 'Test',
      suite: 'stable',
      date: 'Thu, 02 Jan 2020 00:00:00 UTC',
      validUntil: 'Fri, 03 Jan 2020 00:00:00 UTC',
      architectures: ['all', 'amd64'],
      components: ['main', 'contrib'],
      acquireByHash: true,
      notAutomatic: false,
      butAutomaticUpgrades: false,
      hasArchitectureAllPackages: true,
      files: new Map([
        ['main/binary-amd64/Packages', { size: 120, digest: { algorithm: 'sha256', hex: digest } }],
        ['main/empty', { size: 0, digest: { algorithm: 'sha256', hex: digest } }],
      ]),
    })
  })

  it.each([
    { more: 'Architectures: amd64', expected: false },
    { more: 'Architectures: all amd64', expected: true },
    { more: 'Architectures: all\nNo-Support-for-Architecture-all: Packages', expected: false },
  ])('with "$more" keeps architecture all apart: $expected', ({ more, expected }) => {
    expect(parseRelease(fields(more)).hasArchitectureAllPackages).toBe(expected)
  })
})
