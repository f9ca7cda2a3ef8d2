import { availableParallelism } from 'node:os'
import type { BuildContext } from './build-context.js'
import { findBuilt } from './find-built.js'
import type { LockedImage } from './locked-image.js'
import { requireRef } from './require-ref.js'
import type { StepResult } from './step-result.js'
import type { LayerRef } from './union-image.js'

/** An image on its way: its layers are there, or its commit is. */
interface UnpackedImage extends LockedImage {
  readonly state: StepResult | readonly LayerRef[]
}

/**
 * Takes images from their locks to a commit on the ref of each, and returns the outcomes in the same
 * order. Nothing is done for an image whose commit is there, and no step whose outcome is. Packages
 * are unpacked image by image, on all cores and each just once; what remains is done for as many
 * images at a time as there are cores. Throws the first error of a step, when all have stopped.
 */
export async function buildImages(
  images: readonly LockedImage[],
  context: BuildContext,
): Promise<StepResult[]> {
  for (const { image } of images) requireRef(image)
  const unpacked: UnpackedImage[] = []
  for (const locked of images) unpacked.push(await unpack(locked, context))
  const abort = new AbortController()
  const signal = AbortSignal.any([context.signal, abort.signal])
  const results: StepResult[] = []
  const queue = [...unpacked.entries()]
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, each] = next
      results[index] = await finish(each, { ...context, signal }).catch((error) => {
        queue.length = 0
        abort.abort(error)
        throw error
      })
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: availableParallelism() }, work))
  const failed = workers.find((worker) => worker.status === 'rejected')
  if (failed !== undefined) throw abort.signal.reason ?? failed.reason
  return results
}

async function unpack(locked: LockedImage, context: BuildContext): Promise<UnpackedImage> {
  const { repo, env } = context
  const built = await findBuilt(locked, repo, env.SOURCE_DATE_EPOCH)
  if (built !== undefined) return { ...locked, state: { checksum: built, changed: false } }
  // The tools take longer to load than it takes to find out that there is nothing to do.
  const { unpackImage } = await import('./unpack-image.js')
  return { ...locked, state: await unpackImage(locked, context) }
}

async function finish(
  { state, ...locked }: UnpackedImage,
  context: BuildContext,
): Promise<StepResult> {
  const { image, lock } = locked
  if ('checksum' in state) return state
  const [{ unionImage }, { configureImage }, { finalizeImage }, { commitImage }] =
    await Promise.all([
      import('./union-image.js'),
      import('./configure-image.js'),
      import('./finalize-image.js'),
      import('./commit-image.js'),
    ])
  const unpacked = await unionImage(image, state, context)
  const configured = await configureImage(image, unpacked.checksum, context)
  const finalized = await finalizeImage(image, lock, configured.checksum, context)
  return commitImage(locked, finalized.checksum, context)
}
