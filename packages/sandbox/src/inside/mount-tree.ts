import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SandboxError } from '../errors.js'
import type { Job, Mask } from '../job.js'
import {
  bindMount,
  deviceLinks,
  devices,
  formatFstab,
  innerMounts,
  type Mount,
  mountPoints,
  outerMounts,
} from './mount-table.js'
import type { Stage } from './stage.js'

/**
 * Mounts the tree of a stage and everything a command expects around it, and returns the
 * paths that were made for it and are no part of the tree. Whatever the tree holds, nothing outside the workspace is touched: a mount point that is a symlink is an error.
 * Throws ERR_SANDBOX_SETUP.
 */
export function mountTree({ backend, tools, workspace, work }: Job, stage: Stage): string[] {
  const root = `${workspace}/root`
  const mountAll = (mounts: readonly Mount[]) => mountFrom(workspace, tools.mount, mounts)
  mountAll([stage.mount])
  const scaffolding = mountPoints.filter((path) => makeMountPoint(root, path))
  mountAll(outerMounts(root))
  for (const name of devices) writeFileSync(`${root}/dev/${name}`, '')
  for (const name of ['pts', 'shm']) mkdirSync(`${root}/dev/${name}`)
  for (const [name, target] of deviceLinks) symlinkSync(target, `${root}/dev/${name}`)
  const bound = stage.boundFiles.map(({ source, path }) => {
    writeFileSync(`${root}${path}`, '')
    return bindMount(source, `${root}${path}`)
  })
  const possible = innerMounts(root, backend).filter(
    ({ source }) => !source.startsWith('/') || existsSync(source),
  )
  mountAll([...possible, ...bound])
  const masks = [...stage.masks, ...(work.masks ?? [])]
  return [...scaffolding, ...layMasks(root, workspace, masks, mountAll)]
}

/** Bind mounts the masks; returns the paths of those that lie over nothing. */
function layMasks(
  root: string,
  workspace: string,
  masks: readonly Mask[],
  mountAll: (mounts: readonly Mount[]) => void,
): string[] {
  const usable = masks.filter(({ path }) => hasFolder(root, path))
  const made = usable.filter(({ path }) => makeFile(root, path))
  const mounts = usable.map(({ path, content, mode }, index) => {
    const source = `${workspace}/masks/${index}`
    writeFileSync(source, content, { mode })
    return bindMount(source, `${root}${path}`)
  })
  if (mounts.length > 0) mountAll(mounts)
  return made.map(({ path }) => path)
}

/** Whether the directory that `path` lies in is there, reached through no symlink. */
export function hasFolder(root: string, path: string): boolean {
  const folder = dirname(`${root}${path}`)
  return existsSync(folder) && realpathSync(folder) === folder
}

/** Makes an empty file unless something is there; returns whether it did. */
export function makeFile(root: string, path: string): boolean {
  if (lstatSync(`${root}${path}`, { throwIfNoEntry: false }) !== undefined) return false
  writeFileSync(`${root}${path}`, '', { flag: 'wx' })
  return true
}

function makeMountPoint(root: string, path: string): boolean {
  const status = lstatSync(`${root}${path}`, { throwIfNoEntry: false })
  if (status === undefined) mkdirSync(`${root}${path}`)
  else if (!status.isDirectory()) throw cannotMount(`"${path}" of the tree is no directory`)
  return status === undefined
}

function mountFrom(workspace: string, mount: string, mounts: readonly Mount[]): void {
  writeFileSync(`${workspace}/fstab`, formatFstab(mounts))
  const arguments_ = ['--all', '--fstab', `${workspace}/fstab`]
  const { status, stderr } = spawnSync(mount, arguments_, { cwd: workspace, encoding: 'utf8' })
  if (status === 0) return
  const isOverlay = mounts.some(({ type }) => type === 'overlay')
  throw cannotMount(
    stderr.trim().replaceAll(/\s*\n\s*/g, '; '),
    isOverlay
      ? 'overlayfs needs Linux 5.11, and a repo on a disk, not on another overlay; backend "fakeroot" does without'
      : undefined,
  )
}

function cannotMount(reason: string, hint?: string): SandboxError {
  return new SandboxError('ERR_SANDBOX_SETUP', `cannot prepare the sandbox: ${reason}`, { hint })
}
