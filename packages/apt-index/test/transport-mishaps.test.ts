import { mishaps } from '@apt2ostree/testkit'
import { describe } from 'vitest'
import { type Attack, testAttacks } from './attack.js'

const attacks: Attack[] = [
  {
    summary: 'a redirect loop',
    mishaps: { InRelease: mishaps.redirectTo('InRelease') },
    message: /more than 10 redirects/,
    apt: true,
  },
  {
    summary: 'a redirect to a file',
    mishaps: { InRelease: mishaps.redirectTo('file:///etc/passwd') },
    message: /it redirects to "file:/,
    apt: true,
  },
  {
    summary: 'a redirect to another protocol',
    mishaps: { InRelease: mishaps.redirectTo('ftp://127.0.0.1/InRelease') },
    message: /it redirects to "ftp:/,
    apt: true,
  },
  {
    summary: 'a connection that is reset half way through the index',
    suite: { byHash: false, compressions: ['xz'] },
    mishaps: { '.xz': mishaps.resetHalfWay },
    message: /cannot fetch ".*Packages\.xz": /,
    apt: true,
  },
  {
    summary: 'an index that ends half way, of no announced length',
    suite: { byHash: false, compressions: ['xz'] },
    mishaps: { '.xz': mishaps.endHalfWay },
    message: /it ended after \d+ of \d+ bytes|it has \d+ bytes/,
    apt: true,
  },
  {
    summary: 'a connection that is reset half way through InRelease',
    mishaps: { InRelease: mishaps.resetHalfWay },
    message: /cannot fetch ".*InRelease": /,
    apt: true,
  },
  {
    summary: 'a server that stalls within InRelease',
    mishaps: { InRelease: mishaps.stall },
    message: /nothing was received for 1 s/,
    apt: true,
  },
  {
    summary: 'a server that stalls within the index',
    suite: { byHash: false, compressions: ['xz'] },
    mishaps: { '.xz': mishaps.stall },
    message: /nothing was received for 1 s/,
    apt: true,
  },
  {
    summary: 'a server that never answers',
    mishaps: { InRelease: () => undefined },
    message: /nothing was received for 1 s/,
    apt: true,
  },
  {
    summary: 'a server that fails',
    mishaps: { InRelease: mishaps.failWith(503) },
    message: /HTTP status 503/,
    apt: true,
  },
  {
    summary: 'a server that refuses',
    mishaps: { Release: mishaps.failWith(403) },
    message: /HTTP status 403/,
    apt: true,
  },
  {
    summary: 'an index that is nowhere',
    tamper: (files) => {
      for (const path of files.keys()) if (path.includes('binary')) files.delete(path)
    },
    message: /HTTP status 404/,
    apt: true,
  },
]

describe('transport', () => testAttacks(attacks))
