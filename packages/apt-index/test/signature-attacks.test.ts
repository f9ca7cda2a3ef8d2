import { createSigningKey, mishaps } from '@apt2ostree/testkit'
import { describe } from 'vitest'
import { type Attack, archiveKey, inSuite, testAttacks } from './attack.js'

const year = 365 * 24 * 3600
const stranger = await createSigningKey({ type: 'ed25519' })
const expired = await createSigningKey({ type: 'ed25519', lifetime: year })
const revoked = await createSigningKey({ type: 'ed25519', revoked: true })
const unborn = await createSigningKey({
  type: 'ed25519',
  created: new Date('2096-01-01T00:00:00Z'),
})
const rsa = await createSigningKey({ type: 'rsa' })
const both = Buffer.concat([archiveKey.binary, stranger.binary])

const inRelease = (change: (text: string) => string) => (files: Map<string, Buffer>) => {
  const text = files.get(inSuite('InRelease'))?.toString() ?? ''
  files.set(inSuite('InRelease'), Buffer.from(change(text)))
}

const attacks: Attack[] = [
  {
    summary: 'a signature by a key that the source does not name',
    suite: { keys: [stranger] },
    message: /no good signature \([0-9A-F]{40}: not a trusted key\)/,
    apt: true,
  },
  {
    summary: 'a signature by an expired key',
    suite: { keys: [expired] },
    keyring: expired.binary,
    message: /no good signature .*expired/,
    apt: true,
  },
  {
    summary: 'a signature by a revoked key',
    suite: { keys: [revoked] },
    keyring: revoked.binary,
    message: /no good signature .*revoked/,
    apt: true,
  },
  {
    summary: 'a signature by a key from the future',
    suite: { keys: [unborn], signing: { date: new Date('2096-01-02T00:00:00Z') } },
    keyring: unborn.binary,
    message: /no good signature/,
  },
  {
    summary: 'a signature over SHA-1',
    suite: { keys: [rsa], signing: { digest: 'sha1' } },
    keyring: rsa.binary,
    message: /insecure message hash algorithm: SHA1/,
    apt: true,
  },
  {
    summary: 'a signature over MD5',
    suite: { keys: [rsa], signing: { digest: 'md5' } },
    keyring: rsa.binary,
    message: /insecure (message )?hash algorithm: MD5/,
    apt: true,
  },
  {
    summary: 'a Release text changed after it was signed',
    tamper: inRelease((text) => text.replace('Label: Test', 'Label: Fest')),
    message: /signed digest did not match/,
    apt: true,
  },
  {
    summary: 'text before the signed message',
    tamper: inRelease((text) => `Origin: Evil\n\n${text}`),
    message: /does not start with a signed message \(line 1\)/,
    apt: true,
  },
  {
    summary: 'text after the signature',
    tamper: inRelease((text) => `${text}\nOrigin: Evil\n`),
    message: /text after the signature \(line \d+\)/,
    apt: true,
  },
  {
    summary: 'a second signed message after the first',
    tamper: inRelease((text) => text + text),
    message: /text after the signature/,
    apt: true,
  },
  {
    summary: 'a header of the message that is not Hash',
    tamper: inRelease((text) => text.replace('Hash: ', 'Comment: ')),
    message: /unexpected header \(line 2\)/,
  },
  {
    summary: 'a line that begins with a dash which is not escaped',
    tamper: inRelease((text) => text.replace('Origin:', '-Origin:')),
    message: /a line begins with a dash/,
    apt: true,
  },
  {
    summary: 'a signature without its end',
    tamper: inRelease((text) => text.replace(/-----END.*/, '')),
    message: /its signature does not end/,
    apt: true,
  },
  {
    summary: 'a signature of noise',
    tamper: inRelease((text) => text.replace(/(SIGNATURE-----\n\n)[^=]*/, '$1AAAA\n')),
    message: /its signature is not readable|no good signature/,
    apt: true,
  },
  {
    summary: 'no InRelease and no Release.gpg',
    suite: { keys: [] },
    message: /it is not signed/,
    apt: true,
  },
  {
    summary: 'a Release.gpg of another Release file',
    suite: { signatures: 'detached' },
    mishaps: {
      '/Release': mishaps.sendChanged((file) =>
        Buffer.from(file.toString().replace('Test', 'Fest')),
      ),
    },
    message: /signed digest did not match/,
    apt: true,
  },
  {
    summary: 'a Release.gpg of noise',
    suite: { signatures: 'detached' },
    mishaps: { 'Release.gpg': mishaps.sendInstead('noise') },
    message: /its signature is not readable/,
    apt: true,
  },
  {
    summary: 'a trusted key that is not the one Signed-By names by its fingerprint',
    suite: { keys: [stranger] },
    keyring: both,
    signedBy: archiveKey.fingerprint,
    message: /not a key Signed-By names/,
    apt: true,
  },
  {
    summary: 'a keyring file without a key',
    keyring: 'no key at all\n',
    message: /cannot read the keyring/,
    apt: true,
  },
]

describe('signatures', () => testAttacks(attacks))
