import { readFile } from 'node:fs/promises'
import { AptError } from './errors.js'
import { type Keyring, readKeyring } from './keyring.js'
import type { Source } from './source.js'

/** Which keyrings there are to choose from. */
export interface TrustOptions {
  /** Used for every source in place of what the source names. */
  readonly keyrings?: readonly string[]
  /** The host's own, for sources that name none; and where fingerprints are looked up. */
  readonly trustedKeyrings?: readonly string[]
}

/** The keys that may sign for a source. */
export interface SourceTrust {
  readonly keyring: Keyring
  readonly fingerprints: readonly string[]
}

/** Finds the keys that each source trusts; every file is read once. */
export class TrustStore {
  readonly #options: TrustOptions
  readonly #files = new Map<string, Promise<Keyring>>()

  constructor(options: TrustOptions) {
    this.#options = options
  }

  /**
   * Returns the keys for the source: what `Signed-By` names, or else the host's trusted keyrings.
   * Throws an AptError for a keyring that can't be read, or when there is no key at all.
   */
  async keysFor(source: Source): Promise<SourceTrust> {
    const { keyrings, trustedKeyrings = [] } = this.#options
    const { files = [], fingerprints = [], key } = source.signedBy ?? {}
    if (keyrings !== undefined) return { keyring: await this.#readAll(keyrings), fingerprints: [] }
    if (key !== undefined) {
      const keyring = await readKeyring(Buffer.from(key), `in Signed-By at ${source.origin}`)
      return { keyring, fingerprints }
    }
    const keyring = await this.#readAll(files.length > 0 ? files : trustedKeyrings)
    if (keyring.length > 0) return { keyring, fingerprints }
    throw new AptError('ERR_APT_KEYRING', `no key is trusted for the source at ${source.origin}`, {
      hint: 'add Signed-By to the source, or give --keyring FILE',
    })
  }

  async #readAll(paths: readonly string[]): Promise<Keyring> {
    return (await Promise.all(paths.map((path) => this.#read(path)))).flat()
  }

  #read(path: string): Promise<Keyring> {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const keyring = readFile(path).then(
      (bytes) => readKeyring(bytes, `"${path}"`),
      (cause) => {
        throw new AptError('ERR_APT_KEYRING', `cannot read the keyring "${path}"`, { cause })
      },
    )
    this.#files.set(path, keyring)
    return keyring
  }
}
