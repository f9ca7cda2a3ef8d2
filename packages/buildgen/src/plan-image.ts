import type { TextSource } from '@apt2ostree/treefile'
import type { BuildPlaces, ImagePlan, PlannedImage, Step } from './build-plan.js'
import { debconfFiles, sourceFiles } from './inline-files.js'
import { shellQuote } from './shell-quote.js'
import { unpackCommand } from './unpack-command.js'

/**
 * The steps that build an image with the small tools. A ref is the file that holds it; tools leave
 * it alone when its value stays, so what comes after is not run again. Text that stands in the
 * image.yaml itself goes to files of the state folder, for tools take files.
 */
export function planImage(planned: PlannedImage, places: BuildPlaces): ImagePlan {
  const { image, unpacked, configured, base, packages = [] } = planned
  const { repo, state } = places
  const refFile = (name: string) => `${repo}/refs/heads/${name}`
  const checked = `${state}/${image.name}.checked`
  const layers = `${state}/${image.name}.layers`
  const sources = sourceFiles(image, state)
  const debconf = debconfFiles(image, state)
  const steps: Omit<Step, 'stamp'>[] = [
    {
      kind: 'check',
      output: checked,
      inputs: [...image.files, ...filesOf(image.preferences)],
      optionalInput: image.lockfile,
      command: shellQuote([
        ...['apt2ostree', 'lock', '--check', image.path],
        ...['--output', checked, '--depfile', `${checked}.d`],
      ]),
      depfile: `${checked}.d`,
    },
    {
      kind: 'unpack',
      output: layers,
      inputs: [
        checked,
        `${repo}/config`,
        ...sources.paths,
        ...(base === undefined ? [] : [refFile(base)]),
        ...packages.map((each) => refFile(each.ref)),
      ],
      command: unpackCommand(planned, places, layers),
    },
    {
      kind: 'union',
      output: refFile(unpacked),
      inputs: [layers],
      command: `${shellQuote(['ostree-union', '--repo', repo, '--branch', unpacked])} < ${shellQuote([layers])}`,
    },
    {
      kind: 'configure',
      output: refFile(configured),
      inputs: [refFile(unpacked), ...debconf.paths],
      command: shellQuote([
        ...['dpkg-configure', '--repo', repo, '--branch', configured],
        ...debconf.paths.flatMap((path) => ['--debconf', path]),
        ...(image.deploy === undefined ? [] : ['--no-initramfs']),
        unpacked,
      ]),
    },
    ...commitSteps(planned, checked, places),
  ]
  return {
    name: image.name,
    steps: steps.map((step) => ({ ...step, stamp: `${state}/${image.name}.${step.kind}` })),
    unpacked: refFile(unpacked),
    committed: refFile(planned.ref ?? configured),
    lock: shellQuote(['apt2ostree', 'lock', image.path]),
    files: [...sources.files, ...debconf.files],
  }
}

/** What makes the image's commit of its configured tree; nothing for an image without a branch. */
function commitSteps(
  { image, configured, finalized, ref }: PlannedImage,
  checked: string,
  { repo, state }: BuildPlaces,
): Omit<Step, 'stamp'>[] {
  if (ref === undefined) return []
  const refFile = (name: string) => `${repo}/refs/heads/${name}`
  const added = [...image.addFiles.map(({ source }) => source), ...filesOf(image.postprocess)]
  return [
    {
      kind: 'finalize',
      output: refFile(finalized),
      inputs: [refFile(configured), checked, ...added],
      // extended on the way, but no output: make would delete it where a step fails
      optionalInput: image.ids,
      command: shellQuote([
        ...['apt2ostree', 'finalize', image.path, '--repo', repo],
        ...['--depfile', `${state}/${image.name}.finalized.d`],
      ]),
      depfile: `${state}/${image.name}.finalized.d`,
    },
    {
      kind: 'commit',
      output: refFile(ref),
      inputs: [refFile(finalized), checked],
      command: shellQuote(['apt2ostree', 'commit', image.path, '--repo', repo]),
    },
  ]
}

function filesOf(sources: readonly TextSource[]): string[] {
  return sources.flatMap((source) => ('path' in source ? [source.path] : []))
}
