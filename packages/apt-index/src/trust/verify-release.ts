import { createHash } from 'node:crypto'
import { decodeBytes } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'
import { noRelease, parseRelease, type Release } from '../release/release.js'
import type { Source } from '../sources/source.js'
import type { UncheckedPart } from '../stream/archive-index.js'
import { parseCleartext } from './cleartext.js'
import type { TrustStore } from './trust.js'
import { verifySignature } from './verify-signature.js'

/**
 * A suite's Release file as fetched: signed in itself, or with its signature beside it, or bare; of
 * an archive without one, nothing.
 */
export interface SignedRelease {
  readonly inRelease?: Uint8Array
  readonly release?: Uint8Array
  readonly signature?: Uint8Array
}

/** A Release file that may be believed, and why. */
export interface VerifiedRelease {
  /** The archive's base URI, and the suite as the source spells it. */
  readonly archiveUri: string
  readonly suite: string
  readonly release: Release
  /** Of the Release text, what an InRelease file holds between its armour; empty where there is none. */
  readonly sha256: string
  /** The fingerprint of the primary key that signed; undefined for a `trusted` source. */
  readonly signedBy?: string
  /** What settings of the source or the machine have kept from being checked. */
  readonly unchecked: readonly UncheckedPart[]
}

/**
 * Returns the Release file once its signature is by a key that the source trusts. A source with
 * `trusted=yes` needs none. Throws an AptError.
 */
export async function verifyRelease(
  signed: SignedRelease,
  source: Source,
  trust: TrustStore,
  now: Date,
): Promise<VerifiedRelease> {
  const place = { archiveUri: source.uri, suite: source.suite }
  if (signed.inRelease === undefined && signed.release === undefined && source.trusted === true) {
    return { ...place, release: noRelease, sha256: '', unchecked: ['signature'] }
  }
  const { text, bytes, signature } = split(signed)
  const signedBy =
    source.trusted === true ? undefined : await assertSigned(bytes, signature, source, trust, now)
  const release = parseRelease(text)
  if (release.files.size === 0) throw new AptError('ERR_APT_RELEASE', 'it lists no file')
  return {
    ...place,
    release,
    sha256: createHash('sha256').update(text, 'latin1').digest('hex'),
    ...(signedBy && { signedBy }),
    unchecked: signedBy === undefined ? ['signature'] : [],
  }
}

interface Parts {
  readonly text: string
  readonly bytes: Uint8Array
  readonly signature: string | Uint8Array | undefined
}

function split({ inRelease, release, signature }: SignedRelease): Parts {
  if (inRelease !== undefined) {
    const { text, signedBytes, signature: armoured } = parseCleartext(inRelease)
    return { text, bytes: signedBytes, signature: armoured }
  }
  const bytes = release ?? new Uint8Array()
  const armoured = signature && decodeBytes(signature).trimStart()
  const isArmoured = armoured?.startsWith('-----BEGIN PGP SIGNATURE-----')
  return {
    text: decodeBytes(bytes),
    bytes,
    signature: isArmoured ? armoured : signature,
  }
}

async function assertSigned(
  bytes: Uint8Array,
  signature: string | Uint8Array | undefined,
  source: Source,
  trust: TrustStore,
  now: Date,
): Promise<string> {
  if (signature === undefined) {
    throw new AptError('ERR_APT_UNTRUSTED', 'it is not signed', {
      hint: 'a source with trusted=yes is used without a signature',
    })
  }
  return verifySignature({ bytes, signature }, { ...(await trust.keysFor(source)), now })
}
