import { escapeRef, isRefSpec, S_IFREG, unescapeRef, Variant } from '@apt2ostree/ostree-repo'
import type { Checksum } from '../../../packages/ostree-repo/src/objects/checksum.js'
import { decodeCommit, encodeCommit } from '../../../packages/ostree-repo/src/objects/commit.js'
import { decodeDirMeta, encodeDirMeta } from '../../../packages/ostree-repo/src/objects/dir-meta.js'
import { decodeDirTree, encodeDirTree } from '../../../packages/ostree-repo/src/objects/dir-tree.js'
import {
  decodeArchiveHeader,
  decodeBareUserMeta,
  encodeArchiveHeader,
  encodeBareUserMeta,
} from '../../../packages/ostree-repo/src/objects/file-header.js'
import { parseRepoConfig } from '../../../packages/ostree-repo/src/store/repo-config.js'
import { assertStable, BrokenPromise, type Target } from './target.js'

const errors = /^ERR_OSTREE_(INVALID|CORRUPT|NOT_A_REPO$|UNSUPPORTED_REPO$)/
const checksum = 'ab'.repeat(32) as Checksum
const header = {
  uid: 1,
  gid: 2,
  mode: S_IFREG | 0o755,
  xattrs: [[Buffer.from('user.a'), Buffer.from('b')]] as const,
}
const metadata = new Map([
  ['text', Variant.string('hello')],
  ['list', Variant.of('a{sv}', [['k', Variant.of('(ubd)', [1, true, 0.5])]])],
])

/** Types of variants, one of which the first byte of an input chooses. */
const types = [
  's',
  'as',
  'a{sv}',
  '(ssv)',
  'ay',
  'aay',
  '(tayay)',
  'v',
  'av',
  'b',
  'a(say)',
  '(a(say)a(sayay))',
]

/** What an OSTree repo holds. */
export const ostreeObjects: Readonly<Record<string, Target>> = {
  gvariant: {
    errors,
    seeds: () => [
      Buffer.concat([Buffer.of(2), metadata.get('list')?.bytes ?? Buffer.alloc(0)]),
      Buffer.concat([Buffer.of(0), Buffer.from('text\0')]),
    ],
    run(data) {
      const type = types[(data[0] ?? 0) % types.length] ?? 's'
      const variant = Variant.fromBytes(type, data.subarray(1))
      assertStable(
        variant.value,
        (value) => Variant.of(type, value).bytes,
        (bytes) => Variant.fromBytes(type, bytes as Buffer).value,
      )
    },
  },
  'gvariant-type': {
    errors,
    seeds: () => [
      Buffer.from('a{sv}\0'),
      Buffer.from('(a(say)a(sayay))\0'),
      Buffer.from('v\0\0\0s'),
    ],
    run(data) {
      const end = data.indexOf(0)
      const type = data.toString('latin1', 0, end < 0 ? data.length : end)
      return Variant.fromBytes(type, data.subarray(end + 1)).value
    },
  },
  commit: {
    errors,
    seeds: () => [
      encodeCommit({
        ...{ metadata, related: [], subject: 's', body: 'b', timestamp: 1 },
        ...{ rootTree: checksum, rootMeta: checksum, parent: checksum },
      }),
    ],
    run(data) {
      const commit = decodeCommit(data)
      for (const { value } of commit.metadata.values()) void value
      assertStable(commit, encodeCommit, (bytes) => decodeCommit(bytes as Buffer))
    },
  },
  dirtree: {
    errors,
    seeds: () => [
      encodeDirTree({
        files: [
          ['a', checksum],
          ['b', checksum],
        ],
        dirs: [['c', checksum, checksum]],
      }),
    ],
    run: (data) =>
      assertStable(decodeDirTree(data), encodeDirTree, (bytes) => decodeDirTree(bytes as Buffer)),
  },
  dirmeta: {
    errors,
    seeds: () => [encodeDirMeta({ ...header, mode: 0o40755 })],
    run: (data) =>
      assertStable(decodeDirMeta(data), encodeDirMeta, (bytes) => decodeDirMeta(bytes as Buffer)),
  },
  'file-header': {
    errors,
    seeds: () => [encodeArchiveHeader(header, 5).subarray(8), encodeBareUserMeta(header)],
    run(data) {
      try {
        decodeBareUserMeta(data, () => 'target')
      } catch (error) {
        if (!errors.test((error as { code?: string }).code ?? '')) throw error
      }
      const decoded = decodeArchiveHeader(data)
      assertStable(
        decoded,
        ({ header: encoded, size }) => encodeArchiveHeader(encoded, size).subarray(8),
        (bytes) => decodeArchiveHeader(bytes as Buffer),
      )
    },
  },
  'repo-config': {
    errors,
    seeds: () => [
      Buffer.from('[core]\nrepo_version=1\nmode=archive-z2\nfsync=0\n[archive]\nzlib-level=2\n'),
    ],
    run: (data) => parseRepoConfig(data.toString(), 'config'),
  },
  refs: {
    errors,
    seeds: () => [Buffer.from('deb/pool/libstdc_2B_2B6'), Buffer.from('origin:a/b')],
    run(data) {
      const text = data.toString()
      if (unescapeRef(escapeRef(text)) !== text) throw new BrokenPromise('another text came back')
      isRefSpec(text)
      unescapeRef(text)
    },
  },
}
