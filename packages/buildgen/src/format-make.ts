import type { BuildPlan, ImagePlan, Step } from './build-plan.js'

/**
 * The plan as a makefile for GNU make. The stamp of a step says when its command last ran; what the
 * command writes depends on the stamp with no command of its own, so that make sees whether it
 * changed. `output` is the makefile's own name, made again when what it was made from changes.
 */
export function formatMake(plan: BuildPlan, output?: string): string {
  const targets = (kind: string) =>
    plan.images.map(({ name }) => escapePath(`${kind}-${name}`)).join(' ')
  return [
    '# Images as a build graph, see the README of @apt2ostree/buildgen.\n',
    'apt2ostree_file := $(lastword $(MAKEFILE_LIST))\n\n',
    `.PHONY: images update-lockfiles ${['image', 'unpacked', 'lock'].map(targets).join(' ')}\n`,
    `images: ${targets('image')}\n`,
    `update-lockfiles: ${targets('lock')}\n\n`,
    ...(output === undefined ? [] : generateRules(plan, output)),
    ...plan.shared.flatMap(stepRules),
    ...plan.images.flatMap(imageRules),
  ].join('')
}

function generateRules({ images, sources, generate }: BuildPlan, output: string): string[] {
  const files = images.flatMap(({ files }) => files.map(({ path }) => path))
  const recipe = [dollars(generate)]
  return [
    rule(output, sources.map(ifThere), recipe),
    ...files.map((path) => rule(path, [], recipe)),
  ]
}

function imageRules({ name, steps, lock, unpacked, committed }: ImagePlan): string[] {
  return [
    `# ${name}\n`,
    `${escapePath(`image-${name}`)}: ${escapePath(committed)}\n`,
    `${escapePath(`unpacked-${name}`)}: ${escapePath(unpacked)}\n`,
    rule(`lock-${name}`, [], [dollars(lock)]),
    ...steps.flatMap(stepRules),
  ]
}

function stepRules({ output, stamp, inputs, optionalInput, command }: Step): string[] {
  const prerequisites = [
    ...inputs.map(escapePath),
    ...(optionalInput === undefined ? [] : [ifThere(optionalInput)]),
  ]
  return [
    // make hands its jobserver to a recipe with a plus.
    rule(stamp, prerequisites, ['@mkdir -p $(@D)', `+${dollars(command)}`, '@touch $@']),
    rule(
      output,
      [escapePath(stamp)],
      ['@test -e $@ || { rm -f $< && $(MAKE) --no-print-directory -f $(apt2ostree_file) $<; }'],
    ),
  ]
}

function rule(target: string, prerequisites: readonly string[], recipe: readonly string[]): string {
  const head = [`${escapePath(target)}:`, ...prerequisites].join(' ')
  return `${[head, ...recipe].join('\n\t')}\n\n`
}

function ifThere(path: string): string {
  return `$(wildcard ${escapePath(path)})`
}

function escapePath(path: string): string {
  return dollars(path).replace(/[\s#:%]/g, '\\$&')
}

function dollars(text: string): string {
  return text.replaceAll('$', '$$$$')
}
