import {
  createFetchContext,
  fetchPackages,
  formatIndexStream,
  nativeArchitecture,
  readHost,
} from '@apt2ostree/apt-index'
import { decodeBytes, encodeBytes } from '@apt2ostree/deb822'
import { formatLockfile, type Lockfile, parseLockfile } from '@apt2ostree/lockfile'
import { isSameLock, lock, readOffers } from '@apt2ostree/lockgen'
import type { Treefile } from '@apt2ostree/treefile'
import type { StepContext } from './build-context.js'
import { readIfThere, writeIfChanged } from './build-files.js'
import { imageSources } from './image-sources.js'
import { lockSettings } from './lock-settings.js'

/** A lock that was made, and whether its file had to be written. */
export interface MadeLock {
  readonly lock: Lockfile
  readonly changed: boolean
  /** What the file said before; absent when there was none. */
  readonly previous?: Lockfile
}

/**
 * Chooses an image's packages from what its archives have now and writes its lockfile; a file that
 * says the same already is left alone. Throws the errors of apt-index and lockgen.
 */
export async function lockImage(image: Treefile, context: StepContext): Promise<MadeLock> {
  const { env, signal } = context
  const host = await readHost(env)
  const sources = await imageSources(image, host, context.warn)
  const native = host.configuration.get('APT::Architecture') ?? nativeArchitecture()
  const settings = await lockSettings(image, native)
  context.progress('fetching package indexes')
  const indexes = await fetchPackages(
    sources,
    [settings.architecture, ...settings.foreignArchitectures],
    createFetchContext(host, { environment: env, warn: context.warn, signal }),
  )
  context.progress('choosing packages')
  const made = lock({
    offers: await readOffers(formatIndexStream(indexes)),
    ...settings,
    onWarning: context.verbose,
  })
  const previous = await readIfThere(image.lockfile)
  const before = previous && parseLockfile(decodeBytes(previous))
  if (before !== undefined && isSameLock(before, made)) {
    return { lock: before, changed: false, previous: before }
  }
  const text = formatLockfile(made)
  await writeIfChanged(image.lockfile, encodeBytes(text))
  // What is built is what the file says, down to the order in which it says it.
  return { lock: parseLockfile(text), changed: true, ...(before && { previous: before }) }
}
