import type { BuildPlan, ImagePlan, Step } from './build-plan.js'

/**
 * The plan as a ninja file (the ninja manual's "ninja file reference"). `output` is its own name,
 * which it makes again when what it was made from changes; without one it does not.
 */
export function formatNinja(plan: BuildPlan, output?: string): string {
  return [
    '# Images as a build graph; made anew by the rule "apt2ostree_generate".\n',
    'ninja_required_version = 1.7\n\n',
    rule('apt2ostree_step', ['description = $description', 'restat = 1']),
    rule('apt2ostree_generate', ['description = $description', 'generator = 1']),
    ...(output === undefined ? [] : generateEdges(plan, output)),
    ...plan.shared.map((step) => stepEdge(step, step.output.replace(/^.*\/([0-9a-f]+_)?/, ''))),
    ...plan.images.flatMap(imageEdges),
    `build update-lockfiles: phony ${names(plan, 'lock')}\n\n`,
    `build images: phony ${names(plan, 'image')}\ndefault images\n`,
  ].join('')
}

function rule(name: string, variables: readonly string[]): string {
  return `${[`rule ${name}`, 'command = $command', ...variables].join('\n  ')}\n\n`
}

function generateEdges({ images, sources, generate }: BuildPlan, output: string): string[] {
  const write = (path: string, inputs: readonly string[]) =>
    edge('apt2ostree_generate', path, inputs, generate, `write ${path}`)
  // other files that it writes are missed only where they are gone
  const files = images.flatMap(({ files }) => files.map(({ path }) => write(path, [])))
  return [write(output, sources), ...files]
}

function imageEdges({ name, steps, lock, unpacked, committed }: ImagePlan): string[] {
  return [
    `# ${name}\n`,
    ...steps.map((step) => stepEdge(step, name)),
    `build unpacked-${escapePath(name)}: phony ${escapePath(unpacked)}\n`,
    `build image-${escapePath(name)}: phony ${escapePath(committed)}\n`,
    edge('apt2ostree_step', `lock-${name}`, [], lock, `lock ${name}`),
  ]
}

function stepEdge({ kind, output, inputs, command, depfile }: Step, name: string): string {
  const extra = depfile === undefined ? [] : [`depfile = ${escapePath(depfile)}`, 'deps = gcc']
  return edge('apt2ostree_step', output, inputs, command, `${kind} ${name}`, extra)
}

function edge(
  ruleName: string,
  output: string,
  inputs: readonly string[],
  command: string,
  description: string,
  extra: readonly string[] = [],
): string {
  const build = [`build ${escapePath(output)}: ${ruleName}`, ...inputs.map(escapePath)].join(' ')
  const variables = [`command = ${dollars(command)}`, `description = ${dollars(description)}`]
  return `${[build, ...variables, ...extra].join('\n  ')}\n\n`
}

function names({ images }: BuildPlan, kind: string): string {
  return images.map(({ name }) => escapePath(`${kind}-${name}`)).join(' ')
}

function escapePath(path: string): string {
  return path.replace(/[$ :\n]/g, '$$$&')
}

function dollars(text: string): string {
  return text.replaceAll('$', '$$$$')
}
