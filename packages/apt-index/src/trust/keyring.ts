import { decodeBytes } from '@apt2ostree/deb822'
import type { Key } from 'openpgp'
import { AptError } from '../errors.js'
import { isKeybox, keysOfKeybox } from './keybox.js'

/** Trusted public keys. */
export type Keyring = readonly Key[]

const armour = /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g

/**
 * Returns the public keys of a keyring file: binary (`.gpg`), ASCII-armoured (`.asc`, also several
 * blocks), or a GnuPG keybox. Throws an AptError for a file without any.
 *
 * @param name what to call the file in messages.
 */
export async function readKeyring(bytes: Uint8Array, name: string): Promise<Keyring> {
  const { readKeys } = await import('openpgp')
  try {
    const blocks = decodeBytes(bytes).match(armour)
    const keys =
      blocks === null
        ? await readKeys({ binaryKeys: isKeybox(bytes) ? keysOfKeybox(bytes) : bytes })
        : (await Promise.all(blocks.map((block) => readKeys({ armoredKeys: block })))).flat()
    if (keys.length > 0) return keys
  } catch (cause) {
    throw new AptError('ERR_APT_KEYRING', `cannot read the keyring ${name}`, {
      cause,
      hint: 'a keyring is a list of exported public keys, binary or ASCII-armoured',
    })
  }
  throw new AptError('ERR_APT_KEYRING', `cannot read the keyring ${name}: it has no public key`)
}

/** Returns the upper-case fingerprint of a key or subkey. */
export function fingerprintOf(key: { getFingerprint(): string }): string {
  return key.getFingerprint().toUpperCase()
}
