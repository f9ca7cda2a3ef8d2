import type { Lockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import { baseMisfit, type SystemInput } from './base-misfit.js'
import type { StepContext } from './build-context.js'
import { includedImages } from './included-images.js'
import { lockSettings, staleness } from './lock-settings.js'
import type { LockedImage } from './locked-image.js'
import { readLockfile } from './read-lock.js'
import { readText } from './read-text.js'

/**
 * An image with what it is built on: the nearest of the images it includes, an include with a
 * lockfile being one, to whose configured tree the image's other packages can be added. Only what
 * the files say decides, not what is in a repo. Why an include is no base is told to `verbose`.
 */
export async function withBase(
  image: Treefile,
  lock: Lockfile,
  context: Pick<StepContext, 'verbose'>,
): Promise<LockedImage> {
  for await (const base of includedImages(image)) {
    const baseLock = await readLockfile(base.lockfile)
    if (baseLock === undefined) continue
    const reason = await misfit({ image, lock }, { image: base, lock: baseLock })
    if (reason === undefined) {
      return { image, lock, base: await withBase(base, baseLock, context) }
    }
    context.verbose(`${image.name} is not built on "${base.path}": ${reason}`)
  }
  return { image, lock }
}

async function misfit(system: LockedImage, base: LockedImage): Promise<string | undefined> {
  if (base.image.name === system.image.name) return `both are called "${base.image.name}"`
  const [stale] = staleness(base.lock, await lockSettings(base.image, base.lock.architecture))
  if (stale !== undefined) return `its lockfile is older: ${stale}`
  return baseMisfit(await systemInput(system), await systemInput(base))
}

async function systemInput({ image, lock }: LockedImage): Promise<SystemInput> {
  const { mergedUsr } = image
  const texts = await Promise.all(image.debconf.map(readText))
  if (texts.length === 0) return { lock, mergedUsr, answers: [] }
  const { answeredPackages } = await import('@apt2ostree/dpkg-configure')
  const answers = texts.map((text) => ({ text, packages: answeredPackages(text) }))
  return { lock, mergedUsr, answers }
}
