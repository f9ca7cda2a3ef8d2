import { mishaps } from '@apt2ostree/testkit'
import { describe } from 'vitest'
import { type Attack, testAttacks } from './attack.js'

const attacks: Attack[] = [
  {
    summary: 'a Release file past its Valid-Until',
    suite: { fields: { 'Valid-Until': 'Fri, 03 Jan 2020 00:00:00 UTC' } },
    message: /it expired on Fri, 03 Jan 2020/,
    apt: true,
  },
  {
    summary: 'a Valid-Until that is no date',
    suite: { fields: { 'Valid-Until': 'next year' } },
    message: /invalid Valid-Until "next year"/,
    apt: true,
  },
  {
    summary: 'a Release file that the source holds to be too old',
    source: ['Valid-Until-Max: 86400'],
    message: /it expired on/,
  },
  {
    summary: 'a Release file from the future',
    suite: { fields: { Date: 'Sun, 01 Jan 2096 00:00:00 UTC' } },
    message: /it is dated in the future/,
    apt: true,
  },
  {
    summary: 'a Release file without a date',
    suite: { fields: { Date: undefined } },
    message: /it has no valid Date/,
  },
  {
    summary: 'the Release file of another suite',
    suite: { fields: { Suite: 'oldstable', Codename: 'old' } },
    message: /it is of suite "oldstable" or "old", not "stable"/,
  },
  {
    summary: 'a Release file with MD5 alone',
    suite: { editRelease: (text) => text.replace('SHA256:', 'MD5Sum:') },
    message: /it has neither a SHA256 nor a SHA512 field/,
    apt: true,
  },
  {
    summary: 'a Release file of two stanzas',
    suite: { editRelease: (text) => text.replace('Label:', '\nLabel:') },
    message: /it is not one stanza/,
  },
  {
    summary: 'a NUL byte in the Release file',
    suite: { editRelease: (text) => text.replace('Test archive', 'Test\0archive') },
    message: /it is not one stanza of text/,
  },
  {
    summary: 'a malformed line of digests',
    suite: { editRelease: (text) => text.replace(/^ [0-9a-f]{64} /m, ' abc ') },
    message: /invalid SHA256 line/,
  },
  {
    summary: 'a Release file that lists nothing',
    suite: { indexes: {}, fields: { Architectures: 'amd64', Components: 'main' } },
    message: /it lists no file/,
    apt: true,
  },
  {
    summary: 'a component that the suite does not have',
    suite: { indexes: { 'other/binary-amd64/Packages': '' } },
    message: /has no component "main"/,
  },
  {
    summary: 'an InRelease beyond all measure',
    mishaps: { InRelease: mishaps.sendInstead(Buffer.alloc(11_000_000, 'x')) },
    message: /it has more than 10000000 bytes/,
    apt: true,
  },
  {
    summary: 'a login page in place of InRelease',
    mishaps: { InRelease: mishaps.sendInstead('<!DOCTYPE html><title>Log in</title>') },
    message: /it does not start with a signed message/,
    apt: true,
  },
  {
    summary: 'an empty InRelease',
    mishaps: { InRelease: mishaps.sendInstead('') },
    message: /it does not start with a signed message/,
    apt: true,
  },
  {
    summary: 'a suite that is not there',
    tamper: (files) => files.clear(),
    message: /HTTP status 404/,
    apt: true,
  },
]

describe('Release files', () => testAttacks(attacks))
