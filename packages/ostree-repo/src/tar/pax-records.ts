import { tarError } from './tar-error.js'

/** The records of a pax extended header, keywords as byte strings; pax(1), "LENGTH KEY=VALUE\n". */
export function parsePaxRecords(bytes: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>()
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at)
    const length = Number(bytes.toString('latin1', at, blank))
    const end = at + length
    const equals = bytes.indexOf(0x3d, blank)
    const isWhole = Number.isInteger(length) && end <= bytes.length && bytes[end - 1] === 0x0a
    if (blank < 0 || equals < 0 || equals >= end || !isWhole) {
      throw tarError('a pax header is malformed')
    }
    records.set(bytes.toString('latin1', blank + 1, equals), bytes.subarray(equals + 1, end - 1))
    at = end
  }
  return records
}

/** Extended attributes as GNU tar (SCHILY) and libarchive write them into pax headers. */
export function xattrsOfPax(records: ReadonlyMap<string, Buffer>): [Buffer, Buffer][] {
  const xattrs = new Map<string, Buffer>()
  for (const [key, value] of records) {
    const [, scheme, name] = /^(SCHILY|LIBARCHIVE)\.xattr\.(.+)$/s.exec(key) ?? []
    if (name === undefined) continue
    if (scheme === 'SCHILY') xattrs.set(name, value)
    else xattrs.set(decodePercent(name), Buffer.from(value.toString('latin1'), 'base64'))
  }
  return [...xattrs].map(([name, value]) => [Buffer.from(name, 'latin1'), value])
}

function decodePercent(name: string): string {
  return name.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
