import type { Key, SignaturePacket } from 'openpgp'
import { AptError } from '../errors.js'
import { fingerprintOf, type Keyring } from './keyring.js'

/** What is to be checked: bytes and the OpenPGP signatures over them. */
export interface SignedData {
  readonly bytes: Uint8Array
  /** ASCII-armoured or binary; it may hold several signatures. */
  readonly signature: string | Uint8Array
}

/** Whom to believe. */
export interface Trust {
  readonly keyring: Keyring
  /** When not empty only these keys count; a `!` after one excludes the key's subkeys. */
  readonly fingerprints: readonly string[]
  /** The date at which keys must be valid. */
  readonly now: Date
}

/**
 * Returns the fingerprint of the primary key that made the first good signature: one by a trusted
 * key that is neither expired nor revoked now, over a digest that isn't broken (openpgp's policy:
 * MD5, SHA-1, RIPEMD and RSA below 2047 bits are). One good signature suffices, as for sqv. Throws
 * an AptError that says of each signature why it doesn't count.
 */
export async function verifySignature(data: SignedData, trust: Trust): Promise<string> {
  const packets = await readPackets(data.signature)
  const problems: string[] = []
  for (const packet of packets) {
    const keys = trust.keyring.filter((each) => each.getKeys(packet.issuerKeyID).length > 0)
    if (keys.length === 0) problems.push(`${issuerOf(packet)}: not a trusted key`)
    // A keyring may have a key twice, before and after its expiry was moved.
    for (const key of keys) {
      try {
        if (!isNamed(key, packet, trust.fingerprints)) throw new Error('not a key Signed-By names')
        await checkPacket(packet, key, data.bytes, trust.now)
        return fingerprintOf(key)
      } catch (error) {
        problems.push(`${issuerOf(packet)}: ${reasonOf(error)}`)
      }
    }
  }
  const reasons = problems.length === 0 ? '' : ` (${problems.join('; ')})`
  throw new AptError('ERR_APT_UNTRUSTED', `no good signature${reasons}`)
}

async function readPackets(signature: string | Uint8Array): Promise<SignaturePacket[]> {
  const { readSignature, SignaturePacket } = await import('openpgp')
  try {
    const { packets } =
      typeof signature === 'string'
        ? await readSignature({ armoredSignature: signature })
        : await readSignature({ binarySignature: signature })
    return packets.filter((packet) => packet instanceof SignaturePacket)
  } catch (cause) {
    throw new AptError('ERR_APT_UNTRUSTED', 'its signature is not readable', { cause })
  }
}

function isNamed(key: Key, packet: SignaturePacket, fingerprints: readonly string[]): boolean {
  if (fingerprints.length === 0) return true
  const signing = key.getKeys(packet.issuerKeyID).map(fingerprintOf)
  return fingerprints.some((name) =>
    name.endsWith('!')
      ? signing.includes(name.slice(0, -1))
      : name === fingerprintOf(key) || signing.includes(name),
  )
}

/**
 * Asks for a key valid today, as gpgv does. openpgp's own `verify` asks for one valid on the day
 * of the signature, which an expired key was and a key with a renewed expiry may not have been.
 */
async function checkPacket(
  packet: SignaturePacket,
  key: Key,
  bytes: Uint8Array,
  now: Date,
): Promise<void> {
  const { createMessage, enums } = await import('openpgp')
  const type = packet.signatureType
  if (type !== enums.signature.binary && type !== enums.signature.text) {
    throw new Error('not a signature of a document')
  }
  const signingKey = await key.getSigningKey(packet.issuerKeyID, now)
  const [literal] = (await createMessage({ binary: bytes })).packets
  if (literal === undefined) throw new Error('nothing to verify')
  await packet.verify(signingKey.keyPacket, type, literal, now, true)
}

function issuerOf(packet: SignaturePacket): string {
  const fingerprint = packet.issuerFingerprint
  const id = fingerprint ? Buffer.from(fingerprint).toString('hex') : packet.issuerKeyID.toHex()
  return id.toUpperCase()
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.charAt(0).toLowerCase() + text.slice(1)
}
