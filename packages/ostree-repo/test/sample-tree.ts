import { byteStringOf } from '../src/objects/entry-name.js'
import { S_IFDIR, S_IFLNK, S_IFREG } from '../src/objects/file-mode.js'
import type { Xattrs } from '../src/objects/xattrs.js'
import type { ObjectWriter } from '../src/transaction/object-writer.js'
import { TreeBuilder } from '../src/tree/tree-builder.js'
import type { TreeRef } from '../src/tree/tree-entry.js'

/** A file, directory or symlink of a sample tree; root's and 0644, 0755 or 0777 unless it says else. */
export interface SampleEntry {
  mode?: number
  uid?: number
  gid?: number
  content?: string | Buffer
  target?: string
  xattrs?: Record<string, Buffer>
}

/** Paths (text) that end with `/` are directories; `/` is the root. */
export type SampleTree = Record<string, SampleEntry>

/** Writes a sample tree and gives its root. */
export function writeSampleTree(writer: ObjectWriter, sample: SampleTree): TreeRef {
  const tree = TreeBuilder.empty()
  for (const [path, entry] of Object.entries(sample)) {
    const { uid = 0, gid = 0, mode, content = '', target } = entry
    const base = { uid, gid, xattrs: xattrsOf(entry) }
    const name = byteStringOf(path)
    if (path.endsWith('/')) {
      tree.mkdir(name, { ...base, mode: S_IFDIR | (mode ?? 0o755) })
    } else if (target === undefined) {
      const header = { ...base, mode: S_IFREG | (mode ?? 0o644) }
      tree.addFile(name, writer.writeFile(header, Buffer.from(content)))
    } else {
      const header = { ...base, mode: S_IFLNK | 0o777, symlinkTarget: byteStringOf(target) }
      tree.addFile(name, writer.writeFile(header))
    }
  }
  return tree.write(writer)
}

function xattrsOf({ xattrs = {} }: SampleEntry): Xattrs {
  return Object.entries(xattrs).map(([name, value]) => [Buffer.from(name), value])
}

const isRoot = process.getuid?.() === 0
const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex')

/** Trees that cover what a Debian system holds. */
export const sampleTrees: { summary: string; tree: SampleTree; canonical?: boolean }[] = [
  { summary: 'an empty root', tree: {}, canonical: true },
  {
    summary: 'files, directories and symlinks',
    tree: {
      'usr/bin/tool': { mode: 0o755, content: '#!/bin/sh\n' },
      'usr/share/doc/copyright': { content: 'free\n' },
      'usr/none': {},
      bin: { target: 'usr/bin' },
      dangling: { target: '/nowhere/at all' },
      'var/empty/': {},
    },
    canonical: true,
  },
  {
    summary: 'names of every kind of byte',
    tree: {
      'Főtanúsítvány.crt': { content: 'a' },
      'emoji \u{1F600}/\uFF21': { content: 'b' },
      'new\nline\ttab\u0001': { content: 'c' },
      ' blank': { content: 'd' },
      '-dash': { content: 'e' },
      'back\\slash"quote': { content: 'f' },
      '[': { content: 'g' },
      'ä → ß': { target: 'Főtanúsítvány.crt' },
    },
    canonical: true,
  },
  {
    summary: 'large contents, one of zeroes',
    tree: {
      zeroes: { content: Buffer.alloc(3 * 1024 * 1024 + 17) },
      noise: { content: noise(2 * 1024 * 1024 + 1) },
      text: { content: 'a line of text\n'.repeat(100_000) },
    },
    canonical: true,
  },
  {
    summary: 'a directory of many entries',
    tree: Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`many/entry-${i}`, { content: `${i % 7}` }]),
    ),
    canonical: true,
  },
  {
    summary: 'special modes and owners',
    tree: {
      '/': { mode: 0o700, uid: 3, gid: 4 },
      'tmp/': { mode: 0o1777 },
      'var/mail/': { mode: 0o2775, gid: 8 },
      su: { mode: 0o4755 },
      sg: { mode: 0o2755, gid: 42, content: 'x' },
      secret: { mode: 0o000, uid: 1, content: 'y' },
      huge: { uid: 70_000, gid: 4_294_967_294, content: 'z' },
      link: { target: 'x', uid: 1000, gid: 1000 },
    },
  },
]

/** Extended attributes, file capabilities among them; `ostree export` loses them. */
export const xattrTree: SampleTree = {
  ping: { mode: 0o755, content: 'elf', xattrs: { 'security.capability': capability } },
  two: { xattrs: { 'user.b': Buffer.of(0, 10, 255), 'user.a': Buffer.from('one') } },
  'dir/': { xattrs: { 'user.dir': Buffer.from('value') } },
  link: { target: 'two', xattrs: isRoot ? { 'trusted.link': Buffer.from('of root') } : {} },
}

/** Bytes that look random but are the same every time. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 1
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}
