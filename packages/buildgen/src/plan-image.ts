import type { TextSource, Treefile } from '@apt2ostree/treefile'
import type { BuildPlaces, ImagePlan, PlannedImage, Step, WrittenFile } from './build-plan.js'
import { shellQuote } from './shell-quote.js'

/**
 * The steps that build an image with the small tools. A ref is the file that holds it; tools leave
 * it alone when its value stays, so what comes after is not run again. Text that stands in the
 * image.yaml itself goes to files of the state folder, for tools take files.
 */
export function planImage(planned: PlannedImage, places: BuildPlaces): ImagePlan {
  const { image, unpacked, configured, ref } = planned
  const { repo, state } = places
  const refFile = (name: string) => `${repo}/refs/heads/${name}`
  const checked = `${state}/${image.name}.checked`
  const layers = `${state}/${image.name}.layers`
  const sources = nameFiles(image.sources, `${state}/${image.name}`, sourcesSuffix)
  const debconf = nameFiles(image.debconf, `${state}/${image.name}`, () => 'debconf')
  const added = [...image.addFiles.map(({ source }) => source), ...filesOf(image.postprocess)]
  const steps: Omit<Step, 'stamp'>[] = [
    {
      kind: 'check',
      output: checked,
      inputs: image.files,
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
      inputs: [checked, ...sources.paths],
      command: unpackCommand(planned, places, sources.paths, layers),
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
        unpacked,
      ]),
    },
    {
      kind: 'commit',
      output: refFile(ref),
      inputs: [refFile(configured), checked, ...added],
      command: shellQuote(['apt2ostree', 'commit', image.path, '--repo', repo]),
    },
  ]
  return {
    name: image.name,
    steps: steps.map((step) => ({ ...step, stamp: `${state}/${image.name}.${step.kind}` })),
    unpacked: refFile(unpacked),
    committed: refFile(ref),
    lock: shellQuote(['apt2ostree', 'lock', image.path]),
    files: [...sources.files, ...debconf.files],
  }
}

/** The list of layers is written beside its place first, and put there only if it is another. */
function unpackCommand(
  { image }: PlannedImage,
  { repo, pool }: BuildPlaces,
  sources: readonly string[],
  layers: string,
): string {
  const unpack = shellQuote([
    ...['deb2ostree', 'unpack', '--jobs', 'auto', '--repo', repo, '--pool', pool],
    ...['--lock', image.lockfile],
    ...usrMergeOption(image),
    ...sources.flatMap((path) => ['--sources', path]),
  ])
  const [place, next] = [layers, `${layers}.new`].map((path) => shellQuote([path]))
  return `${unpack} > ${next} && { cmp -s ${next} ${place} || mv ${next} ${place}; }`
}

function usrMergeOption({ mergedUsr }: Treefile): string[] {
  if (mergedUsr === undefined) return []
  return [mergedUsr ? '--usr-merge' : '--no-usr-merge']
}

interface NamedFiles {
  readonly paths: string[]
  readonly files: WrittenFile[]
}

function nameFiles(
  sources: readonly TextSource[],
  prefix: string,
  suffixOf: (text: string) => string,
): NamedFiles {
  const files: WrittenFile[] = []
  const paths = sources.map((source, index) => {
    if ('path' in source) return source.path
    const path = `${prefix}-${index + 1}.${suffixOf(source.text)}`
    files.push({ path, text: `${source.text.trimEnd()}\n` })
    return path
  })
  return { paths, files }
}

function sourcesSuffix(text: string): string {
  return /^deb(-src)?\s/.test(text) ? 'list' : 'sources'
}

function filesOf(sources: readonly TextSource[]): string[] {
  return sources.flatMap((source) => ('path' in source ? [source.path] : []))
}
