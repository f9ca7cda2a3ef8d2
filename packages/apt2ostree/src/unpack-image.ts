import { availableParallelism } from 'node:os'
import { type Archives, type UnpackProgress, unpackLock } from '@apt2ostree/deb2ostree'
import type { Checksum } from '@apt2ostree/ostree-repo'
import type { BuildContext } from './build-context.js'
import type { LockedImage } from './locked-image.js'
import type { LayerRef } from './union-image.js'

/**
 * Makes the layers of an image that the repo does not have, fetching packages from the image's
 * sources, and returns all of them in the order in which they are laid together. What it is built on is
 * configured first. Throws the errors of deb2ostree, and of the steps that a base takes.
 */
export async function unpackImage(
  { image, lock, base }: LockedImage,
  context: BuildContext,
): Promise<LayerRef[]> {
  const { signal, repo, pool } = context
  const { layers, deferred } = await unpackLock(repo, lock, {
    jobs: availableParallelism(),
    archives: () => openArchives({ image, lock }, context),
    pool,
    signal,
    ...(image.mergedUsr !== undefined && { usrMerge: image.mergedUsr }),
    ...(base !== undefined && { base: await configureBase(base, context) }),
    onProgress: (progress) => showProgress(image.name, context, progress),
  })
  for (const { ref } of deferred) context.verbose(`to be installed when the rest is: ${ref}`)
  return layers.map(({ ref, commit }) => [ref, commit])
}

/** Loading this takes longer than finding out that nothing is to be fetched. */
async function openArchives(
  { image, lock }: LockedImage,
  { env }: BuildContext,
): Promise<Archives> {
  const { createNetwork, readHost } = await import('@apt2ostree/apt-index')
  const { imageSources } = await import('./image-sources.js')
  const host = await readHost(env)
  const sources = await imageSources(image, host)
  // A lock of the old apt2ostree does not say which archive a package is from.
  const mirrors = lock.releases.length > 0 ? [] : [...new Set(sources.map(({ uri }) => uri))]
  const { configuration, credentials } = host
  const network = createNetwork({ configuration, credentials, environment: env })
  return { mirrors, sources, network }
}

async function configureBase(base: LockedImage, context: BuildContext): Promise<Checksum> {
  const { unionImage } = await import('./union-image.js')
  const { configureImage } = await import('./configure-image.js')
  const layers = await unpackImage(base, context)
  const unpacked = await unionImage(base.image, layers, context)
  return (await configureImage(base.image, unpacked.checksum, context)).checksum
}

function showProgress(name: string, { progress }: BuildContext, state: UnpackProgress): void {
  const { receivedBytes, totalBytes, importedDebs, totalDebs } = state
  if (receivedBytes < totalBytes) {
    progress(`${name}: fetching packages (MB)`, megabytes(receivedBytes), megabytes(totalBytes))
  } else {
    progress(`${name}: unpacking packages`, importedDebs, totalDebs)
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
