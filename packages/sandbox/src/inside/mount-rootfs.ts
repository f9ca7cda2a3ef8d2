import { spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs'
import { lookupPath, type Repo } from '@apt2ostree/ostree-repo'
import { SandboxError } from '../errors.js'
import type { FileBind, Job } from '../job.js'
import { resolvePath } from '../resolve-path.js'
import type { Rootfs } from './rootfs.js'

/** Directories that are not the tree's while commands run, whether or not the tree has them. */
const mountPoints = ['/dev', '/proc', '/sys', '/tmp'] as const

/** A script is to hear what it hears under debootstrap, although pid 1 has the same root as it has. */
const ischroot: FileBind = {
  path: '/usr/bin/ischroot',
  content: '#!/bin/sh\nexit 0\n',
  mode: 0o755,
  onlyOverFile: true,
}

/**
 * Mounts a tree with what all commands share, and returns the paths that were made for it and are no
 * part of the tree. What bwrap mounts for each command alone has its place made here, before any
 * command could put a symlink there. The working directory must be the workspace. Throws
 * ERR_SANDBOX_SETUP.
 */
export function mountRootfs(job: Job, repo: Repo, rootfs: Rootfs): string[] {
  const { tools, workspace, work } = job
  const root = `${workspace}/root`
  const mount = (...args: string[]) => runMount(tools.mount, args)
  mount(...rootfs.mountArguments(root))
  const made: string[] = mountPoints.filter((path) => makeMountPoint(root, path))
  mount('-t', 'tmpfs', '-o', 'nosuid,nodev,mode=1777', 'tmpfs', `${root}/tmp`)
  mount('-t', 'tmpfs', '-o', 'ro,nosuid,nodev,noexec,mode=555', 'tmpfs', `${root}/sys`)
  const tree = repo.readRoot(job.rev)
  for (const [index, bind] of [ischroot, ...rootfs.binds, ...(work.binds ?? [])].entries()) {
    const found = resolvePath(repo, tree, bind.path)
    if (found === undefined || (found.entry === undefined && bind.onlyOverFile)) continue
    if (found.entry === undefined) {
      writeFileSync(`${root}${found.path}`, '', { flag: 'wx' })
      made.push(found.path)
    }
    writeFileSync(`binds/${index}`, bind.content, { mode: bind.mode })
    mount('--bind', `binds/${index}`, `${root}${found.path}`)
  }
  return made
}

/** Makes the files that commands find and the tree has not; returns those that are to go again. */
export function makeInitialFiles(job: Job, repo: Repo): string[] {
  const tree = repo.readRoot(job.rev)
  return (job.work.initialFiles ?? []).flatMap(({ path, content }) => {
    const found = lookupPath(repo, tree, path) ? undefined : resolvePath(repo, tree, path)
    if (found === undefined) return []
    writeFileSync(`${job.workspace}/root${found.path}`, content, { flag: 'wx' })
    return content === '' ? [found.path] : []
  })
}

function makeMountPoint(root: string, path: string): boolean {
  const status = lstatSync(`${root}${path}`, { throwIfNoEntry: false })
  if (status === undefined) mkdirSync(`${root}${path}`)
  else if (!status.isDirectory()) throw cannotMount(`"${path}" of the tree is no directory`)
  return status === undefined
}

function runMount(mount: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(mount, args, { encoding: 'utf8' })
  if (status === 0) return
  throw cannotMount(
    stderr.trim().replaceAll(/\s*\n\s*/g, '; '),
    args.includes('overlay')
      ? 'overlayfs needs Linux 5.11, and a repo on a disk, not on another overlay; backend "fakeroot" does without'
      : undefined,
  )
}

function cannotMount(reason: string, hint?: string): SandboxError {
  return new SandboxError('ERR_SANDBOX_SETUP', `cannot prepare the sandbox: ${reason}`, { hint })
}
