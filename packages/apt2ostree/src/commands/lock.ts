import { type Context, defineCommand, UsageError } from '@apt2ostree/cli-kit'
import type { Treefile } from '@apt2ostree/treefile'
import type { MadeLock } from '../lock-image.js'
import { imageOperand, loadImages } from './image-arguments.js'
import { noteUncommittedIds } from './note-uncommitted-ids.js'

export const lock = defineCommand({
  name: 'lock',
  operands: '<images..>',
  describe: 'Choose the packages of images anew and write their lockfiles',
  positionals: imageOperand,
  options: {
    update: {
      type: 'string',
      array: true,
      conflicts: 'check',
      describe: 'A package that takes its newest version; all else stays as the lockfile has it',
    },
    security: {
      type: 'boolean',
      conflicts: 'check',
      describe: 'Take security updates; all else stays as the lockfile has it',
    },
    check: { type: 'boolean', describe: 'Only check that lockfiles fit their images' },
    output: {
      alias: 'o',
      type: 'string',
      describe:
        'With --check: write a digest of image and lockfile, if it is another, to this file',
    },
    depfile: {
      type: 'string',
      describe: 'With --output: write a makefile rule with all files that were read',
    },
  },
  examples: [
    'apt2ostree lock image.yaml && git diff image.lock',
    'apt2ostree lock --security images/*.yaml',
  ],
  async run({ images, update, security, check, output, depfile }, context) {
    const loaded = await loadImages(images, context)
    if (check) {
      if (output !== undefined && images.length > 1)
        throw new UsageError('--output is for one image')
      for (const image of loaded) await checkOne(image, output, depfile, context)
      return
    }
    if (output !== undefined) throw new UsageError('--output goes with --check')
    const { lockImage } = await import('../lock-image.js')
    const isPart = update !== undefined || security === true
    const moving = isPart ? { update: update ?? [], security: security ?? false } : undefined
    for (const image of loaded) {
      const made = await lockImage(image, context, moving)
      await noteChanges(image, made, context)
      await context.print(image.lockfile)
    }
  },
})

/** Shows what the new lock changes: packages, and accounts as far as they can be known. */
async function noteChanges(
  image: Treefile,
  { lock, previous, changed }: MadeLock,
  context: Context,
): Promise<void> {
  const { accountMakers } = await import('../account-makers.js')
  const { diffLocks, formatDiff } = await import('@apt2ostree/lockgen')
  context.note(`${lock.packages.length} packages${changed ? '' : ', none changed'}`)
  if (previous !== undefined && changed)
    context.note(formatDiff(diffLocks(previous, lock)).trimEnd())
  const makers = accountMakers(lock, previous)
  if (makers.length > 0) {
    context.note(`accounts may come from ${makers.join(', ')}: building adds them to ${image.ids}`)
  }
  await noteUncommittedIds(image, context)
}

async function checkOne(
  image: Treefile,
  output: string | undefined,
  depfile: string | undefined,
  context: Context,
): Promise<void> {
  const { checkLock } = await import('../check-lock.js')
  const { digest, inputs } = await checkLock(image)
  if (output === undefined) return
  const { formatDepfile, writeIfChanged } = await import('../build-files.js')
  await writeIfChanged(output, digest)
  if (depfile !== undefined) await context.writeOutput(depfile, formatDepfile(output, inputs))
}
