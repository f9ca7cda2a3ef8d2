import {
  config,
  createMessage,
  enums,
  generateKey,
  PacketList,
  type PrivateKey,
  type PublicKey,
  revokeKey,
  Signature,
  SignaturePacket,
} from 'openpgp'

/** What kind of archive key to make. */
export interface SigningKeyOptions {
  readonly type: 'ed25519' | 'rsa'
  /** When it was made; it counts from then on. Default: the start of 2020. */
  readonly created?: Date
  /** Seconds after `created` at which it expires. Default: never. */
  readonly lifetime?: number
  readonly revoked?: boolean
}

/** How to sign. The weak digests are for tests of what must be refused. */
export interface SignOptions {
  /** Default: sha512. */
  readonly digest?: 'sha512' | 'sha256' | 'sha1' | 'md5'
  /** Default: a day after the start of 2020. */
  readonly date?: Date
  /** Cleartext signatures are over text, detached ones over bytes. Default: binary. */
  readonly type?: 'binary' | 'text'
}

/** An archive's signing key. */
export interface SigningKey {
  /** Upper-case hex. */
  readonly fingerprint: string
  /** The public key as a `.gpg` keyring holds it. */
  readonly binary: Uint8Array
  /** The public key as an `.asc` file holds it. */
  readonly armoured: string
  sign(bytes: Uint8Array, options?: SignOptions): Promise<SignaturePacket>
}

/** Returns a new key pair. An RSA key of 2048 bits takes a fifth of a second. */
export async function createSigningKey(options: SigningKeyOptions): Promise<SigningKey> {
  const { type, created = new Date('2020-01-01T00:00:00Z'), lifetime, revoked } = options
  const algorithm =
    type === 'rsa'
      ? ({ type: 'rsa', rsaBits: 2048 } as const)
      : ({ type: 'ecc', curve: 'ed25519Legacy' } as const)
  const { privateKey, publicKey } = await generateKey({
    ...algorithm,
    userIDs: [{ name: `Archive key (${type})` }],
    date: created,
    format: 'object',
    ...(lifetime !== undefined && { keyExpirationTime: lifetime }),
  })
  const published = revoked ? await revoke(privateKey, created) : publicKey
  return {
    fingerprint: privateKey.getFingerprint().toUpperCase(),
    binary: published.write(),
    armoured: published.armor(),
    sign: (bytes, how) => sign(privateKey, bytes, how),
  }
}

async function revoke(key: PrivateKey, created: Date): Promise<PublicKey> {
  const date = new Date(created.getTime() + 1000)
  const revoked = await revokeKey({ key, date, format: 'object' })
  return revoked.publicKey
}

/** openpgp's declaration leaves out the last parameter, without which nothing weak can be signed. */
interface Signer {
  sign(...parameters: unknown[]): Promise<void>
}

async function sign(
  key: PrivateKey,
  bytes: Uint8Array,
  { digest = 'sha512', date = new Date('2020-01-02T00:00:00Z'), type = 'binary' }: SignOptions = {},
): Promise<SignaturePacket> {
  const packet = new SignaturePacket()
  packet.signatureType = enums.signature[type]
  packet.hashAlgorithm = enums.hash[digest]
  packet.publicKeyAlgorithm = key.keyPacket.algorithm
  const [literal] = (await createMessage({ binary: bytes })).packets
  const settings = { ...config, nonDeterministicSignaturesViaNotation: false }
  await (packet as Signer).sign(key.keyPacket, literal, date, true, settings)
  return packet
}

/** Returns the ASCII armour of one or more signatures. */
export function armourSignatures(packets: readonly SignaturePacket[]): string {
  const list = new PacketList<SignaturePacket>()
  list.push(...packets)
  return new Signature(list).armor().replaceAll('\r\n', '\n')
}
