import type { Xattrs } from '@apt2ostree/ostree-repo'

/** What a tar says of one path; names are byte strings (one character a byte), without a leading slash. */
export interface TarMember {
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink'
  /** What a symlink or a hard link points to; a byte string. */
  readonly target?: string
  readonly uid: number
  readonly gid: number
  /** Permissions alone, 0o7777 at most. */
  readonly mode: number
  /** Bytes of content, which follow the header of a file. */
  readonly size: number
  readonly xattrs: Xattrs
}

export const BLOCK_BYTES = 512

/** Two blocks of zeros. */
export const TAR_END = Buffer.alloc(2 * BLOCK_BYTES)

/** The type flags of POSIX ustar and pax (pax(1)). */
const FLAGS = { file: '0', hardlink: '1', symlink: '2', directory: '5', pax: 'x' } as const

/** Where the fields of a ustar header lie (pax(1), "ustar Header Block"). */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  typeflag: [156, 1],
  linkname: [157, 100],
  magic: [257, 8],
  devmajor: [329, 8],
  devminor: [337, 8],
} as const satisfies Record<string, readonly [offset: number, length: number]>

type Field = keyof typeof FIELDS

/** What seven and eleven octal digits can say. */
const MAX_ID = 0o7777777
const MAX_SIZE = 0o77777777777

/**
 * Returns the header of a member, with a pax header before it where the ustar one has no room: for
 * long names, ids beyond 2097151, 8 GiB, and extended attributes. The same member always gives the
 * same bytes: times are 0 and no owner has a name.
 */
export function formatTarHeader(member: TarMember): Buffer {
  const { type, target = '', uid, gid, mode, size, xattrs } = member
  const path = type === 'directory' ? `${member.path}/` : member.path
  const records = [
    ...(path.length > FIELDS.name[1] ? [record('path', bytes(path))] : []),
    ...(target.length > FIELDS.linkname[1] ? [record('linkpath', bytes(target))] : []),
    ...(uid > MAX_ID ? [record('uid', bytes(String(uid)))] : []),
    ...(gid > MAX_ID ? [record('gid', bytes(String(gid)))] : []),
    ...(size > MAX_SIZE ? [record('size', bytes(String(size)))] : []),
    ...xattrs.map(([name, value]) => record(`SCHILY.xattr.${name.toString('latin1')}`, value)),
  ]
  const header = formatUstar({
    name: path,
    linkname: target,
    typeflag: FLAGS[type],
    mode,
    uid: uid > MAX_ID ? 0 : uid,
    gid: gid > MAX_ID ? 0 : gid,
    size: size > MAX_SIZE ? 0 : size,
  })
  if (records.length === 0) return header
  const extension = Buffer.concat(records)
  const pax = formatUstar({
    name: `PaxHeaders/${path.split('/').filter(Boolean).at(-1) ?? '.'}`,
    linkname: '',
    typeflag: FLAGS.pax,
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: extension.length,
  })
  return Buffer.concat([pax, extension, padding(extension.length), header])
}

/** Returns the zeros that fill the last block of so many bytes. */
export function padding(size: number): Buffer {
  return Buffer.alloc(-size & (BLOCK_BYTES - 1))
}

interface UstarValues {
  readonly name: string
  readonly linkname: string
  readonly typeflag: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
}

function formatUstar(values: UstarValues): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES)
  const put = (field: Field, text: string) => {
    const [offset, length] = FIELDS[field]
    header.write(text.slice(0, length), offset, 'latin1')
  }
  const octal = (field: Field, value: number) =>
    put(field, `${value.toString(8).padStart(FIELDS[field][1] - 1, '0')}\0`)
  put('name', values.name)
  put('linkname', values.linkname)
  put('typeflag', values.typeflag)
  put('magic', 'ustar\x0000')
  for (const field of ['mode', 'uid', 'gid', 'size'] as const) octal(field, values[field])
  for (const field of ['mtime', 'devmajor', 'devminor'] as const) octal(field, 0)
  put('checksum', ' '.repeat(8))
  const sum = header.reduce((total, byte) => total + byte, 0)
  put('checksum', `${sum.toString(8).padStart(6, '0')}\0 `)
  return header
}

/** A pax record begins with its own length in decimal digits, these digits counted. */
function record(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([bytes(` ${key}=`), value, bytes('\n')])
  let length = rest.length
  while (String(length).length + rest.length !== length) {
    length = String(length).length + rest.length
  }
  return Buffer.concat([bytes(String(length)), rest])
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}
