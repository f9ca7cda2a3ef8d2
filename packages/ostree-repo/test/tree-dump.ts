import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { textOf } from '../src/objects/entry-name.js'
import { isSymlink } from '../src/objects/file-mode.js'
import type { Repo } from '../src/repo.js'
import type { TreeRef } from '../src/tree/tree-entry.js'
import { walkTree } from '../src/tree/tree-entry.js'

/** Paths with what is there: `'/usr/bin/x': 'file 0755 0:0 cc55e2ec'`. */
export type TreeDump = Record<string, string>

const octal = (mode: number) => (mode & 0o7777).toString(8).padStart(4, '0')
const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex').slice(0, 8)

/** A tree of a repo. */
export function dumpTree(repo: Repo, root: TreeRef): TreeDump {
  const dump: TreeDump = {}
  for (const entry of walkTree(repo, root)) {
    if (entry.type === 'directory') {
      const { uid, gid, mode } = repo.readDirMeta(entry.meta)
      dump[textOf(entry.path)] = `dir ${octal(mode)} ${uid}:${gid}`
    } else {
      const { header, readAll } = repo.openFile(entry.checksum)
      const { uid, gid, mode, symlinkTarget } = header
      dump[textOf(entry.path)] = isSymlink(mode)
        ? `link ${uid}:${gid} ${textOf(symlinkTarget ?? '')}`
        : `file ${octal(mode)} ${uid}:${gid} ${digest(readAll())}`
    }
  }
  return dump
}

/** A directory of this machine; modification times other than 0 are marked. */
export function dumpDirectory(root: string, path = '/'): TreeDump {
  const at = root + path
  const { mode, uid, gid, mtimeMs } = lstatSync(at)
  const mark = mtimeMs === 0 ? '' : ' with a time'
  const children = readdirSync(at, { withFileTypes: true }).map((child) => {
    const childPath = `${path === '/' ? '' : path}/${child.name}`
    return child.isDirectory() ? dumpDirectory(root, childPath) : dumpFile(root, childPath)
  })
  return Object.assign({ [path]: `dir ${octal(mode)} ${uid}:${gid}${mark}` }, ...children)
}

function dumpFile(root: string, path: string): TreeDump {
  const at = root + path
  const stats = lstatSync(at)
  const { mode, uid, gid, mtimeMs } = stats
  const mark = mtimeMs === 0 ? '' : ' with a time'
  const what = stats.isSymbolicLink()
    ? `link ${uid}:${gid} ${readlinkSync(at)}`
    : `file ${octal(mode)} ${uid}:${gid} ${digest(readFileSync(at))}`
  return { [path]: what + mark }
}
