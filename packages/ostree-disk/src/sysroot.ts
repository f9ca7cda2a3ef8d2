import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { GRUB_CONFIG, SYSLINUX_HEADER } from './grub.js'
import type { ToolRunner } from './tool-runner.js'

/** What is deployed, and how. */
export interface Deployment {
  readonly repo: Repo
  readonly commit: Checksum
  /** What the machine asks its remote for when it upgrades. */
  readonly ref: string
  /** Name of the group of deployments that share /var: `debian`. */
  readonly stateroot: string
  /** The repo that the machine upgrades from; none without it. */
  readonly remoteUrl?: string | undefined
  /** OpenPGP keys, of which one must have signed what is upgraded to; none without it. */
  readonly remoteKeys?: Uint8Array | undefined
  readonly kernelArguments: readonly string[]
}

const REMOTE = 'origin'

/** Fills the empty directory `path` with a sysroot that has the commit deployed, by stock ostree. */
export async function createSysroot(
  { run }: ToolRunner,
  path: string,
  deployment: Deployment,
): Promise<void> {
  const { repo, commit, ref, stateroot, remoteUrl, remoteKeys, kernelArguments } = deployment
  const admin = (...args: string[]) => run('ostree', ['admin', `--sysroot=${path}`, ...args])
  const inRepo = (...args: string[]) => run('ostree', [`--repo=${path}/ostree/repo`, ...args])
  await run('ostree', ['admin', 'init-fs', '--modern', path])
  await admin('os-init', stateroot)
  await inRepo('config', 'set', 'sysroot.bootloader', 'syslinux')
  await inRepo('config', 'set', 'sysroot.readonly', 'true')
  const url = remoteUrl ?? 'file:///nonexistent'
  const keys = `${path}/keys`
  if (remoteKeys !== undefined) writeFileSync(keys, remoteKeys)
  const trust = remoteKeys === undefined ? '--no-gpg-verify' : `--gpg-import=${keys}`
  await inRepo('remote', 'add', trust, REMOTE, url)
  rmSync(keys, { force: true })
  await inRepo('pull-local', `--remote=${REMOTE}`, repo.path, commit)
  await inRepo('refs', `--create=${REMOTE}:${ref}`, commit)
  seedBootLoader(path)
  const kargs = kernelArguments.map((argument) => `--karg=${argument}`)
  await admin('deploy', `--os=${stateroot}`, ...kargs, `${REMOTE}:${ref}`)
}

/** OSTree rewrites the entries of a boot loader that it finds; here is one to find. */
function seedBootLoader(path: string): void {
  mkdirSync(`${path}/boot/loader.0`, { recursive: true })
  writeFileSync(`${path}/boot/loader.0/syslinux.cfg`, SYSLINUX_HEADER)
  symlinkSync('loader.0', `${path}/boot/loader`)
  mkdirSync(`${path}/boot/syslinux`)
  symlinkSync('../loader/syslinux.cfg', `${path}/boot/syslinux/syslinux.cfg`)
  mkdirSync(`${path}/boot/grub`)
  writeFileSync(`${path}/boot/grub/grub.cfg`, GRUB_CONFIG)
}
