import { availableParallelism } from 'node:os'
import { createNetwork, readHost } from '@apt2ostree/apt-index'
import { type UnpackProgress, unpackLock } from '@apt2ostree/deb2ostree'
import type { Lockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { imageSources } from './image-sources.js'
import type { LayerRef } from './union-image.js'

/**
 * Makes the layers of a lock that the repo does not have, fetching packages from the image's
 * sources, and returns all of them in the order in which they are laid together. Throws the errors of deb2ostree.
 */
export async function unpackImage(
  image: Treefile,
  lock: Lockfile,
  context: BuildContext,
): Promise<LayerRef[]> {
  const { env, signal, repo, pool } = context
  const host = await readHost(env)
  const { configuration, credentials } = host
  const sources = await imageSources(image, host)
  // A lock of the old apt2ostree does not say which archive a package is from.
  const mirrors = lock.releases.length > 0 ? [] : [...new Set(sources.map(({ uri }) => uri))]
  const { layers, deferred } = await unpackLock(repo, lock, {
    jobs: availableParallelism(),
    mirrors,
    sources,
    network: createNetwork({ configuration, credentials, environment: env }),
    pool,
    signal,
    ...(image.mergedUsr !== undefined && { usrMerge: image.mergedUsr }),
    onProgress: (progress) => showProgress(image.name, context, progress),
  })
  for (const { ref } of deferred) context.verbose(`to be installed when the rest is: ${ref}`)
  return layers.map(({ ref, commit }) => [ref, commit])
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
