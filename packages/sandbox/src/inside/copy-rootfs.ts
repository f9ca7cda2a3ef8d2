import { copyFileSync, existsSync } from 'node:fs'
import { checkoutTree, joinTransaction, type Repo } from '@apt2ostree/ostree-repo'
import { SandboxError } from '../errors.js'
import { findFakerootLibrary } from '../host-facts.js'
import type { FakerootParts, Job } from '../job.js'
import { collectCopy } from './collect-copy.js'
import { explainPreload } from './explain-preload.js'
import { startFaked } from './faked.js'
import type { FakedFile } from './faked-state.js'
import { findEntry, type Reading } from './found-entry.js'
import type { Rootfs } from './rootfs.js'
import { recordCopy } from './tree-copy.js'

const libraryPath = '/dev/.libfakeroot.so'
const libraryCopy = 'libfakeroot.so'
const setcapPath = '/dev/.setcap'
const setcapCopy = 'setcap'
const setcap = '/usr/sbin/setcap'

/**
 * A copy of the tree in which all files belong to one user, and libfakeroot with a faked that makes
 * programs believe otherwise. An overlay would not do: faked knows files by inode. The working
 * directory must be the workspace.
 */
export async function prepareCopy(job: Job, repo: Repo, fakeroot: FakerootParts): Promise<Rootfs> {
  const root = repo.readRoot(job.rev)
  await takeLibrary(repo, fakeroot)
  await checkoutTree(repo, job.rev, 'lower', { copy: true, userMode: true })
  const copy = recordCopy(repo, root, 'lower')
  const faked = await startFaked(fakeroot.faked, copy.pretended, 'faked')
  let believed: readonly FakedFile[] = []
  const hasSetcap = existsSync(`lower${setcap}`)
  // a copy: what lies in the tree may be something else by the next command
  if (hasSetcap) copyFileSync(`lower${setcap}`, setcapCopy)
  const inWorkspace = (name: string, target: `/dev/${string}`) =>
    ({ source: `${job.workspace}/${name}`, target }) as const
  return {
    mountArguments: (target) => ['--bind', 'lower', target],
    deviceBinds: [
      inWorkspace(libraryCopy, libraryPath),
      ...(hasSetcap ? [inWorkspace(setcapCopy, setcapPath)] : []),
    ],
    binds: hasSetcap ? [{ path: setcap, content: realSetcap, mode: 0o755 }] : [],
    environment: {
      FAKEROOTKEY: faked.key,
      FAKEROOTDONTTRYCHOWN: '1',
      LD_PRELOAD: libraryPath,
    },
    probe: {
      command: { label: 'libfakeroot', argv: ['/bin/true'], mustBeSilent: true },
      explain: (reason) => ({
        reason: `libfakeroot of ${fakeroot.layer ?? 'this host'} does not load in the tree's programs: ${explainPreload(reason)}`,
        hint: 'use backend "unshare", which needs none: run: apt-get install uidmap; or give dpkg-configure, with --fakeroot, the libfakeroot package of the image\'s own release',
      }),
    },
    async settle() {
      believed = await faked.stop()
    },
    collect(made) {
      const collection = {
        writer: joinTransaction(job.repo, job.transaction),
        copy,
        reading: believing(believed),
        omitted: new Set(made.map((path) => `lower${path}`)),
      }
      return collectCopy(collection, findEntry('lower', collection.reading))
    },
    release() {},
  }
}

/** A copy, for programs in the tree may write to what lies in their /dev. */
async function takeLibrary(repo: Repo, { layer, library }: FakerootParts): Promise<void> {
  if (layer === undefined) return copyFileSync(library, libraryCopy)
  await checkoutTree(repo, layer, 'fakeroot', { userMode: true })
  const found = findFakerootLibrary('fakeroot')
  if (found !== undefined) return copyFileSync(found, libraryCopy)
  throw new SandboxError(
    'ERR_SANDBOX_SETUP',
    `cannot prepare the sandbox: commit ${layer} holds no libfakeroot`,
    { hint: 'deb2ostree import of the package libfakeroot makes one' },
  )
}

/**
 * faked does not save file capabilities; in a user namespace its root may set real ones, which are
 * read back as plain version 2.
 */
const realSetcap = `#!/bin/sh
unset LD_PRELOAD FAKEROOTKEY
exec ${setcapPath} "$@"
`

/** Files elsewhere, such as in /tmp, have the inode numbers of another file system. */
function believing(files: readonly FakedFile[]): Reading {
  const byInode = new Map(files.map((file) => [`${file.device}:${file.inode}`, file]))
  return {
    identityOf({ dev, ino, mode, uid, gid }) {
      const file = byInode.get(`${dev}:${ino}`)
      return file === undefined
        ? { uid, gid, mode }
        : { uid: file.uid, gid: file.gid, mode: file.mode }
    },
  }
}
