import { type PrivateRoot, runApt } from './private-root.js'

/** What apt-get would install, `name:arch version` each in order; or why it would not. */
export type Outcome = { readonly packages: readonly string[] } | { readonly refusal: string }

/** Returns what `apt-get -s install` says of these names on an empty system. */
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
  const installed = [...stdout.matchAll(/^Inst ([^\s:]+)\S* \((\S+) .*\[(\S+)\]\)/gm)]
  const packages = installed.map(([, name, version, arch]) => {
    return `${name}:${arch === 'all' ? architecture : arch} ${version}`
  })
  return { packages: packages.sort() }
}
