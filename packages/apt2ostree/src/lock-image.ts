import {
  createFetchContext,
  fetchPackages,
  formatIndexStream,
  nativeArchitecture,
  readHost,
} from '@apt2ostree/apt-index'
import { decodeBytes, encodeBytes } from '@apt2ostree/deb822'
import { formatLockfile, type Lockfile, lostLock, parseLockfile } from '@apt2ostree/lockfile'
import { isSameLock, lock, type Previous, readOffers } from '@apt2ostree/lockgen'
import type { Treefile } from '@apt2ostree/treefile'
import type { StepContext } from './build-context.js'
import { readIfThere, writeIfChanged } from './build-files.js'
import { imageSources } from './image-sources.js'
import { lockSettings } from './lock-settings.js'
import { noLock } from './read-lock.js'

/** A lock that was made, and whether its file had to be written. */
export interface MadeLock {
  readonly lock: Lockfile
  readonly changed: boolean
  /** What the file said before; absent when there was none. */
  readonly previous?: Lockfile
}

/**
 * Chooses an image's packages from what its archives have now and writes its lockfile; a file that
 * says the same already is left alone. With `moving`, everything else stays as the lockfile has it.
 * Throws ERR_IMAGE_NO_LOCK where there is nothing to stay with, and the errors of apt-index and lockgen.
 */
export async function lockImage(
  image: Treefile,
  context: StepContext,
  moving?: Pick<Previous, 'update' | 'security'>,
): Promise<MadeLock> {
  const { env, signal } = context
  const host = await readHost(env)
  const sources = await imageSources(image, host, context.warn)
  const native = host.configuration.get('APT::Architecture') ?? nativeArchitecture()
  const settings = await lockSettings(image, native)
  const before = await readPrevious(image, context)
  if (moving !== undefined && before === undefined) throw noLock(image)
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
    ...(moving && before && { previous: { lock: before, ...moving, onMoved: context.warn } }),
    onWarning: context.verbose,
  })
  if (before !== undefined && isSameLock(before, made)) {
    return { lock: before, changed: false, previous: before }
  }
  const text = formatLockfile(made)
  await writeIfChanged(image.lockfile, encodeBytes(text))
  // What is built is what the file says, down to the order in which it says it.
  return { lock: parseLockfile(text), changed: true, ...(before && { previous: before }) }
}

/** The lock that is there, undefined without one, or where only a merge in conflict is. */
async function readPrevious(
  { lockfile }: Treefile,
  context: StepContext,
): Promise<Lockfile | undefined> {
  const bytes = await readIfThere(lockfile)
  if (bytes === undefined) return undefined
  const text = decodeBytes(bytes)
  const lost = lostLock(text)
  if (lost === undefined) return parseLockfile(text)
  context.warn(`${lockfile} ${lost}: nothing in it counts`)
  return undefined
}
