import { readFile } from 'node:fs/promises'
import { bundledKeyring, bundledKeyrings } from '../bundled-keyrings.js'
import { AptError } from '../errors.js'
import type { Source } from '../sources/source.js'
import { type Keyring, readKeyring } from './keyring.js'

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
   * Returns the keys for the source: what `Signed-By` names, or else the host's trusted keyrings, or
   * where it has none (it isn't Debian or Ubuntu) those of this package, which also stand in for
   * /usr/share/keyrings. Throws an AptError for a keyring that can't be read.
   */
  async keysFor(source: Source): Promise<SourceTrust> {
    const { keyrings, trustedKeyrings = [] } = this.#options
    const { files = [], fingerprints = [], key } = source.signedBy ?? {}
    if (keyrings !== undefined) return { keyring: await this.#readAll(keyrings), fingerprints: [] }
    if (key !== undefined) {
      const keyring = await readKeyring(Buffer.from(key), `in Signed-By at ${source.origin}`)
      return { keyring, fingerprints }
    }
    if (files.length > 0) return { keyring: await this.#readAll(files), fingerprints }
    const own = trustedKeyrings.length > 0 ? trustedKeyrings : bundledKeyrings()
    return { keyring: await this.#readUsable(own), fingerprints }
  }

  /** Reads those keys while there is time; what is wrong with them is told by `keysFor`. */
  async preload(source: Source): Promise<void> {
    if (source.trusted !== true) await this.keysFor(source).catch(() => undefined)
  }

  /** Like apt, passes over host keyrings of other formats, unless there is nothing else. */
  async #readUsable(paths: readonly string[]): Promise<Keyring> {
    const results = await Promise.allSettled(paths.map((path) => this.#read(path)))
    const keys = results.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
    return keys.length > 0 ? keys : this.#readAll(paths)
  }

  async #readAll(paths: readonly string[]): Promise<Keyring> {
    return (await Promise.all(paths.map((path) => this.#read(path)))).flat()
  }

  #read(path: string): Promise<Keyring> {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const keyring = readKeyringFile(path)
    this.#files.set(path, keyring)
    return keyring
  }
}

async function readKeyringFile(path: string): Promise<Keyring> {
  return readKeyring(await readFileOrOurs(path), `"${path}"`)
}

async function readFileOrOurs(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const ours = isMissing ? bundledKeyring(path) : undefined
    if (ours !== undefined) return readFile(ours)
    const hint = 'Signed-By names it; install it, or give --keyring FILE'
    throw new AptError('ERR_APT_KEYRING', `cannot read the keyring "${path}"`, { cause, hint })
  }
}
