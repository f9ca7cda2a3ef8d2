import type { BuildPlan } from '@apt2ostree/buildgen'
import { defineCommand } from '@apt2ostree/cli-kit'
import { imageOperand, loadImages, placeOptions } from './image-arguments.js'

/** A command that writes images as a build graph for the program that it is called after. */
export function graphCommand(
  program: 'ninja' | 'make',
  file: string,
  loadFormat: () => Promise<(plan: BuildPlan, output?: string) => string>,
) {
  return defineCommand({
    name: program,
    operands: '<images..>',
    describe: `Write the build graph of images for ${program}`,
    positionals: imageOperand,
    options: {
      ...placeOptions,
      'per-deb': {
        type: 'boolean',
        default: false,
        describe: 'Give each package a step of its own',
      },
      output: {
        alias: 'o',
        type: 'string',
        default: '-',
        describe: 'The file to write, which then makes itself anew when images change',
      },
    },
    examples: [
      `apt2ostree ${program} image.yaml -o ${file} && ${program} -f ${file}`,
      `apt2ostree ${program} images/*.yaml -o ${file} && ${program} -f ${file} update-lockfiles`,
    ],
    async run({ images: paths, repo, pool, output, 'per-deb': perDeb }, context) {
      const [format, { shellQuote }] = await Promise.all([
        loadFormat(),
        import('@apt2ostree/buildgen'),
      ])
      const { choosePlaces } = await import('../places.js')
      const { planImages } = await import('../plan-images.js')
      const { stateFolder, writePlanFiles } = await import('../write-plan.js')
      const images = await loadImages(paths, context)
      const places = choosePlaces(paths[0] ?? '', { repo, pool })
      const state = stateFolder(output === '-' ? '' : output)
      const generate = [
        ...['apt2ostree', program, ...paths, '--output', output],
        ...['--repo', places.repo, '--pool', places.pool, ...(perDeb ? ['--per-deb'] : [])],
      ]
      const plan = await planImages(images, {
        places: { ...places, state },
        generate: shellQuote(generate),
        perDeb,
        verbose: context.verbose,
      })
      await writePlanFiles(plan, state)
      await context.writeOutput(output, format(plan, output === '-' ? undefined : output))
    },
  })
}
