import { type PrivateRoot, runApt } from './private-root.js'

/** What apt-get would install, `name:arch version` each in order; or why it would not. */
export type Outcome = { readonly packages: readonly string[] } | { readonly refusal: string }

/**
 * Returns what apt-get would install for these names on an empty system. --print-uris chooses as
 * --simulate does, in a third of the time, for it does not order the unpacking.
 */
export function aptChoice(
  root: PrivateRoot,
  names: readonly string[],
  { architecture, recommends }: { architecture: string; recommends: boolean },
): Outcome {
  const option = recommends ? '--install-recommends' : '--no-install-recommends'
  const native = `?architecture(${architecture})`
  const seeds = [`?and(?essential,${native})`, `?and(?priority(required),${native})`]
  const { status, stdout, stderr } = runApt(root, [
    '--print-uris',
    '--yes',
    option,
    'install',
    ...names,
    ...seeds,
  ])
  if (status !== 0) return { refusal: `${stdout}\n${stderr}`.trim() }
  const files = [...stdout.matchAll(/^'\S+' ([^_]+)_(\S+)_([^_]+)\.deb \d+/gm)]
  const packages = files.map(([, name, version = '', arch]) => {
    return `${name}:${arch === 'all' ? architecture : arch} ${decodeURIComponent(version)}`
  })
  return { packages: packages.sort() }
}
