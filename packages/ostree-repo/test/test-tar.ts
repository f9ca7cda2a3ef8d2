/** The fields of a header that a test cares for. */
export interface TestHeader {
  name: string
  prefix?: string
  mode?: number
  uid?: number
  gid?: number
  size?: number
  typeflag?: string
  linkName?: string
}

/** One ustar header block; `edit` may spoil it before its checksum is taken. */
export function formatTestHeader(
  header: TestHeader,
  edit: (block: Buffer) => void = () => {},
): Buffer {
  const { name, prefix = '', mode = 0o644, uid = 0, gid = 0, size = 0 } = header
  const block = Buffer.alloc(512)
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0')
  block.write(name, 0, 100, 'latin1')
  block.write(octal(mode, 8), 100)
  block.write(octal(uid % 0o10000000, 8), 108)
  block.write(octal(gid % 0o10000000, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(header.typeflag ?? '0', 156)
  block.write(header.linkName ?? '', 157, 100, 'latin1')
  block.write('ustar\x0000', 257)
  block.write(prefix, 345, 155, 'latin1')
  edit(block)
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** An entry with its content, padded to whole blocks. */
export function formatTestEntry(header: TestHeader, content: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(content)
  const padding = Buffer.alloc(-bytes.length & 511)
  return Buffer.concat([formatTestHeader({ ...header, size: bytes.length }), bytes, padding])
}

/** A pax header with these records, before the entry it describes. */
export function formatTestPax(records: Record<string, Uint8Array | string>): Buffer {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')])
    let length = rest.length + 1
    while (`${length}`.length + rest.length !== length) length++
    return Buffer.concat([Buffer.from(`${length}`), rest])
  })
  return formatTestEntry({ name: 'pax', typeflag: 'x' }, Buffer.concat(lines))
}
