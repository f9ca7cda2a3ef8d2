import { configureTree, describeBase, findConfigured } from '@apt2ostree/dpkg-configure'
import type { Checksum } from '@apt2ostree/ostree-repo'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { imageRefs } from './image-refs.js'
import { readText } from './read-text.js'
import type { StepResult } from './step-result.js'

/**
 * Configures an image's unpacked tree, unless its ref holds this tree configured with these
 * answers. Throws the errors of dpkg-configure and the sandbox.
 */
export async function configureImage(
  image: Treefile,
  unpacked: Checksum,
  context: BuildContext,
): Promise<StepResult> {
  const debconf = await Promise.all(image.debconf.map(readText))
  const wanted = {
    repo: context.repo,
    rev: unpacked,
    branch: imageRefs(image).configured,
    debconf,
    initramfs: image.deploy === undefined,
  }
  const made = findConfigured(wanted)
  if (made !== undefined) return { checksum: made, changed: false }
  const checksum = await configureTree({
    ...wanted,
    signal: context.signal,
    onBase: (base) => context.verbose(`${image.name}: ${describeBase(base)}`),
    onBackend: (backend, reason) => context.verbose(`backend ${backend}: ${reason}`),
    onStep: (label, index, total) => context.progress(`${image.name}: ${label}`, index, total),
    onOutput: (chunk) => context.verbose(chunk.toString('utf8').trimEnd()),
  })
  return { checksum, changed: true }
}
