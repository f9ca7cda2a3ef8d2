import { chmod, mkdir, readdir, rename, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Repo } from '@apt2ostree/ostree-repo'
import { installBootLoader } from './boot-loader.js'
import { DiskError } from './errors.js'
import { assertTools } from './host-tools.js'
import { deriveIdentifiers } from './identifiers.js'
import { type Firmware, formatSfdiskScript, planLayout } from './layout.js'
import { writeRootFileSystem } from './root-file-system.js'
import { createSysroot } from './sysroot.js'
import { createToolRunner } from './tool-runner.js'
import { createWorkFolder } from './work-folder.js'

/** What to put on a disk, and how it starts. */
export interface BuildDiskOptions {
  readonly repo: Repo
  /** The ref of a deployable commit; the machine upgrades along it. */
  readonly ref: string
  /** The file to write; it appears whole or not at all. */
  readonly output: string
  /** Bytes. */
  readonly size: number
  readonly firmware: Firmware
  /** Name of the group of deployments that share /var; `debian` without it. */
  readonly stateroot?: string | undefined
  /** The repo that the machine upgrades from; none without it. */
  readonly remoteUrl?: string | undefined
  /** OpenPGP keys, armoured or not: the machine upgrades to nothing that none of them signed. */
  readonly remoteKeys?: Uint8Array | undefined
  /** Kernel arguments beside those that find the root file system. */
  readonly kernelArguments?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with the name of each step. */
  readonly onStep?: ((step: string) => void) | undefined
}

/**
 * Writes a disk image that boots a commit: partition table, boot loader, and a sysroot with the
 * commit deployed. Needs neither root nor loop devices; the same commit and options give the same
 * bytes. Throws {@link DiskError}; then, and when `signal` is aborted, there is no file and nothing
 * beside it.
 */
export async function buildDisk(options: BuildDiskOptions): Promise<void> {
  const { repo, ref, output, size, firmware, signal, onStep } = options
  const layout = planLayout(size, firmware)
  assertTools(firmware, options.remoteKeys === undefined ? [] : ['gpg'])
  const commit = repo.resolveRev(ref)
  assertBootable(repo, ref)
  const ids = deriveIdentifiers(commit)
  // e2fsprogs takes 0 for "not set"
  const timestamp = Math.max(1, repo.readCommit(commit).timestamp)
  const runner = createToolRunner(timestamp, signal)
  // Some files belong to subordinate ids, so they are removed as they were made, and in any case.
  const tidier = createToolRunner(timestamp)
  const folder = await createWorkFolder(dirname(output), async (...paths) => {
    await tidier.run('rm', ['-rf', '--', ...paths])
  })
  try {
    const image = join(folder.path, 'disk.img')
    const { stateroot = 'debian', remoteUrl, remoteKeys, kernelArguments = [] } = options
    const root = [`root=UUID=${ids.rootFileSystem}`, 'rw']
    onStep?.('deploy')
    const sysroot = join(folder.path, 'sysroot')
    await mkdir(sysroot)
    // it is the root directory of the disk; mkdir takes the caller's umask away
    await chmod(sysroot, 0o755)
    const kargs = [...root, ...kernelArguments]
    await createSysroot(runner, sysroot, {
      repo,
      commit,
      ref,
      stateroot,
      remoteUrl,
      remoteKeys,
      kernelArguments: kargs,
    })
    await writeFile(image, '')
    await truncate(image, size)
    await runner.run('sfdisk', ['--quiet', image], formatSfdiskScript(layout, ids))
    onStep?.('root file system')
    const deployments = await findDeployments(sysroot, stateroot)
    const partition = layout.root
    await writeRootFileSystem(runner, {
      disk: image,
      partition,
      sysroot,
      ids,
      timestamp,
      deployments,
    })
    onStep?.('boot loader')
    await installBootLoader(runner, folder.path, image, layout, ids)
    await rename(image, output)
  } finally {
    await folder.remove()
  }
}

async function findDeployments(sysroot: string, stateroot: string): Promise<string[]> {
  const path = `/ostree/deploy/${stateroot}/deploy`
  const entries = await readdir(sysroot + path, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${path}/${name}`)
}

/** Without the flag that finalize sets, ostree deploys a tree that does not boot without a word. */
function assertBootable(repo: Repo, ref: string): void {
  const { metadata } = repo.readCommit(repo.resolveRev(ref))
  if (metadata.get('ostree.bootable')?.value === true) return
  throw new DiskError(
    'ERR_DISK_NOT_BOOTABLE',
    `cannot boot "${ref}": it is not a deployable tree`,
    {
      hint: 'make one with ostree-finalize',
    },
  )
}
