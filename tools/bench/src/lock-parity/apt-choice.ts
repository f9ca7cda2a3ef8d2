import { type PrivateRoot, runApt } from './private-root.js'

/** What apt-get would install, `name:arch version` each in order; or why it would not. */
export type Outcome = { readonly packages: readonly string[] } | { readonly refusal: string }

/** Returns what apt-get would install for these names on an empty system. */
export function aptChoice(
  root: PrivateRoot,
  names: readonly string[],
  { architecture, recommends }: { architecture: string; recommends: boolean },
): Outcome {
  const option = recommends ? '--install-recommends' : '--no-install-recommends'
  const native = `?architecture(${architecture})`
  const seeds = [`?and(?essential,${native})`, `?and(?priority(required),${native})`]
  const { status, stdout, stderr } = runApt(root, ['-s', option, 'install', ...names, ...seeds])
  if (status !== 0) return { refusal: `${stdout}\n${stderr}`.trim() }
  const packages = [...stdout.matchAll(/^Inst (\S+) \((\S+) .*?\[(\S+)\]\)/gm)].map(
    ([, name = '', version, arch]) => {
      const nativeArch = arch === 'all' ? architecture : arch
      return `${name.replace(/:.*/, '')}:${nativeArch} ${version}`
    },
  )
  return { packages: packages.sort() }
}
