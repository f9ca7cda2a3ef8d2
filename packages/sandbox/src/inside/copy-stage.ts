import { existsSync } from 'node:fs'
import { checkoutTree, joinTransaction, type Repo } from '@apt2ostree/ostree-repo'
import type { FakerootPaths } from '../host-facts.js'
import type { Job } from '../job.js'
import { collectCopy } from './collect-copy.js'
import { startFaked } from './faked.js'
import type { FakedFile } from './faked-state.js'
import { findEntry, type Identify } from './found-entry.js'
import type { Stage } from './stage.js'
import { recordCopy } from './tree-copy.js'

const libraryPath = '/dev/.libfakeroot.so'
const setcapPath = '/dev/.setcap'
const setcap = '/usr/sbin/setcap'

/**
 * A copy of the tree in which all files belong to one user, and libfakeroot with a faked that makes
 * programs believe otherwise. An overlay would not do: faked knows files by inode. The working
 * directory must be the workspace.
 */
export async function prepareCopy(
  job: Job,
  repo: Repo,
  { faked: program, library }: FakerootPaths,
): Promise<Stage> {
  const root = repo.readRoot(job.rev)
  await checkoutTree(repo, job.rev, 'lower', { copy: true, userMode: true })
  const copy = recordCopy(repo, root, 'lower')
  const faked = await startFaked(program, copy.pretended, 'faked')
  let believed: readonly FakedFile[] = []
  return {
    mount: {
      source: `${job.workspace}/lower`,
      target: `${job.workspace}/root`,
      type: 'none',
      options: 'bind',
    },
    boundFiles: [
      { source: library, path: libraryPath },
      ...(existsSync(`lower${setcap}`)
        ? [{ source: `${job.workspace}/lower${setcap}`, path: setcapPath } as const]
        : []),
    ],
    masks: [{ path: setcap, content: realSetcap, mode: 0o755 }],
    wrapper: [
      '/usr/bin/env',
      `FAKEROOTKEY=${faked.key}`,
      'FAKEROOTDONTTRYCHOWN=1',
      `LD_PRELOAD=${libraryPath}`,
    ],
    probe: { label: 'libfakeroot', argv: ['/bin/true'], mustBeSilent: true },
    async settle() {
      believed = await faked.stop()
    },
    collect(made) {
      const collection = {
        writer: joinTransaction(job.repo, job.transaction),
        copy,
        identify: believing(believed),
        omitted: new Set(made.map((path) => `lower${path}`)),
      }
      return collectCopy(collection, findEntry('lower', collection.identify))
    },
  }
}

/**
 * faked does not save file capabilities; in a user namespace its root may set real ones, which are
 * read back as plain version 2.
 */
const realSetcap = `#!/bin/sh
unset LD_PRELOAD FAKEROOTKEY
exec ${setcapPath} "$@"
`

function believing(files: readonly FakedFile[]): Identify {
  const byInode = new Map(files.map((file) => [file.inode, file]))
  return ({ ino, mode, uid, gid }) => {
    const file = byInode.get(ino)
    return file === undefined
      ? { uid, gid, mode }
      : { uid: file.uid, gid: file.gid, mode: file.mode }
  }
}
