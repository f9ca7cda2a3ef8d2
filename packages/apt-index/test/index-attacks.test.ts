import { gzipSync } from 'node:zlib'
import { mishaps } from '@apt2ostree/testkit'
import { describe } from 'vitest'
import { type Attack, packagesText, testAttacks } from './attack.js'

const packages = 'main/binary-amd64/Packages'
const index = (text: string | Buffer) => ({ indexes: { [packages]: text } })
const stanza = (...lines: string[]) =>
  `${packagesText}\nPackage: evil\nVersion: 1\n${lines.join('\n')}\n`

/** A properly signed Release file that lies about what the compressed index holds. */
const understated = (compression: 'xz' | 'gz') => ({
  ...index(Buffer.alloc(20_000_000, 'Package: bomb\n\n')),
  compressions: [compression],
  editRelease: (text: string) => text.replace(/ 20000000 /, ' 2000 '),
})

const attacks: Attack[] = [
  {
    summary: 'an index with another content of the same size',
    mishaps: { '.xz': mishaps.sendChanged((file) => Buffer.alloc(file.length, 'x')) },
    suite: { byHash: false },
    message: /its SHA256 is [0-9a-f]{64}, not [0-9a-f]{64}/,
    apt: true,
  },
  {
    summary: 'another content by hash and by name',
    mishaps: {
      'amd64/Packages.xz': mishaps.sendChanged((file) => Buffer.alloc(file.length, 'x')),
    },
    tamper: (files) => {
      for (const [path, bytes] of files) {
        if (path.includes('by-hash')) files.set(path, Buffer.alloc(bytes.length, 'x'))
      }
    },
    message: /its SHA256 is /,
    apt: true,
  },
  {
    summary: 'half of the index, announced as the whole',
    suite: { byHash: false },
    mishaps: { '.xz': mishaps.sendHalf },
    message: /it has \d+ bytes, not \d+/,
    apt: true,
  },
  {
    summary: 'more than the index',
    suite: { byHash: false },
    mishaps: { '.xz': mishaps.sendChanged((file) => Buffer.concat([file, file])) },
    message: /it has \d+ bytes, not \d+/,
    apt: true,
  },
  {
    summary: 'more than the index, of no announced length',
    suite: { byHash: false },
    mishaps: {
      '.xz': ({ response, file }) => {
        response.writeHead(200)
        response.write(file)
        response.end(file)
      },
    },
    message: /it has more than \d+ bytes/,
  },
  {
    summary: 'a login page in place of the index',
    suite: { byHash: false },
    mishaps: { '.xz': mishaps.sendInstead('<!DOCTYPE html><title>Log in</title>') },
    message: /it has 36 bytes, not \d+/,
    apt: true,
  },
  {
    summary: 'an index of yesterday under a Release file of today',
    suite: { byHash: false },
    tamper: (files) => {
      for (const [path] of files) {
        if (path.includes('Packages')) files.set(path, gzipSync('Package: old\n'))
      }
    },
    message: /promises other files; is the mirror being updated\?/,
    apt: true,
  },
  {
    summary: 'a gzip bomb',
    suite: understated('gz'),
    message: /the content is over 2000 bytes/,
    apt: true,
  },
  {
    summary: 'an xz bomb',
    suite: understated('xz'),
    message: /the content is over 2000 bytes/,
    apt: true,
  },
  {
    summary: 'an index that is not what it is compressed from',
    suite: {
      editRelease: (text) =>
        text.replace(/ [0-9a-f]{64}( \d+ \S+Packages\n)/, ` ${'0'.repeat(64)}$1`),
    },
    message: /its SHA256 is [0-9a-f]{64} once decompressed, not 0{64}/,
    apt: true,
  },
  {
    summary: 'a NUL byte in the index',
    suite: index(stanza('Description: a\0b')),
    message: /it has a NUL byte/,
  },
  {
    summary: 'a stanza beyond all measure',
    suite: index(stanza(`Description: ${'x'.repeat(9_000_000)}`)),
    message: /a stanza is over \d+ bytes/,
  },
  {
    summary: 'a stanza that poses as the index of another archive',
    suite: index(`${packagesText}\nArchive-Index: main/binary-amd64/Packages\nOrigin: Debian\n`),
    message: /a stanza has no Package field/,
    apt: true,
  },
]

describe('indexes', () => testAttacks(attacks))
