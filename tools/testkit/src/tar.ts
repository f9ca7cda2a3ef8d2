/** One entry of a test tar; what is left out is as in an ordinary package: 0644 or 0755, root. */
export interface TarItem {
  /** A byte string, one character a byte, as the archive shall spell it. */
  readonly path: string
  /** Default: `directory` for a path that ends in `/`, `symlink` where there is a target, else `file`. */
  readonly type?: TarItemType
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  readonly userName?: string
  readonly groupName?: string
  readonly content?: string | Uint8Array
  /** Where a link or a symlink points. */
  readonly target?: string
}

/** The types of entries by their typeflags in tar(5); `pax` and `pax-global` hold their records as content. */
const typeflags = {
  file: '0',
  link: '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
  'pax-global': 'g',
  pax: 'x',
  'gnu-long-name': 'L',
  'gnu-long-link': 'K',
  'gnu-sparse': 'S',
} as const

/** What a test tar can hold. */
export type TarItemType = keyof typeof typeflags

const blockBytes = 512
const nameWidth = 100

/** Returns a tar in GNU's format, as dpkg-deb makes it: long names go into entries of their own. */
export function buildTar(items: readonly TarItem[]): Buffer {
  return Buffer.concat([...items.flatMap(encodeItem), Buffer.alloc(2 * blockBytes)])
}

function encodeItem(item: TarItem): Buffer[] {
  const { path, target = '' } = item
  const long = (type: TarItemType, text: string) =>
    text.length > nameWidth
      ? encodeEntry({ path: '././@LongLink', type, content: `${text}\0` })
      : []
  return [...long('gnu-long-link', target), ...long('gnu-long-name', path), ...encodeEntry(item)]
}

function encodeEntry(item: TarItem): Buffer[] {
  const content = Buffer.from(item.content ?? '')
  return [encodeHeader(item, content.length), content, Buffer.alloc(-content.length & 511)]
}

function encodeHeader(item: TarItem, size: number): Buffer {
  const header = Buffer.alloc(blockBytes)
  const type = typeOf(item)
  const text = (value: string, offset: number, width: number) =>
    header.write(value.slice(0, width), offset, 'latin1')
  const octal = (value: number, offset: number, digits: number) =>
    text(value.toString(8).padStart(digits, '0'), offset, digits)
  text(item.path, 0, nameWidth)
  octal(item.mode ?? (type === 'directory' ? 0o755 : type === 'symlink' ? 0o777 : 0o644), 100, 7)
  octal(item.uid ?? 0, 108, 7)
  octal(item.gid ?? 0, 116, 7)
  octal(size, 124, 11)
  octal(0, 136, 11)
  text(' '.repeat(8), 148, 8)
  text(typeflags[type], 156, 1)
  text(item.target ?? '', 157, nameWidth)
  text('ustar  \0', 257, 8)
  text(item.userName ?? (item.uid ? '' : 'root'), 265, 32)
  text(item.groupName ?? (item.gid ? '' : 'root'), 297, 32)
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  )
  header.writeUInt8(0, 154)
  return header
}

function typeOf({ path, type, target }: TarItem): TarItemType {
  if (type !== undefined) return type
  if (path.endsWith('/')) return 'directory'
  return target === undefined ? 'file' : 'symlink'
}
