/** The eight bytes that an ar archive starts with: `ARMAG` in ar.h. */
export const arMagic = '!<arch>\n'

/** The length of a member's header: `sizeof(struct ar_hdr)`. */
export const arHeaderBytes = 60

/** What counts of a member's header: deb(5) gives its time, owner and mode no meaning. */
export interface ArHeader {
  readonly name: string
  readonly size: number
}

/** The fields of `struct ar_hdr`. */
const fields = {
  name: { start: 0, end: 16 },
  size: { start: 48, end: 58 },
  magic: { start: 58, end: 60 },
} as const

/** `ARFMAG`, the last two bytes of each header. */
const headerMagic = '`\n'

/**
 * Returns the header in the {@link arHeaderBytes} bytes given, or undefined where they are none. A name may end
 * in a slash, as System V's ar writes it.
 */
export function parseArHeader(bytes: Uint8Array): ArHeader | undefined {
  const text = Buffer.from(bytes).toString('latin1')
  const cut = ({ start, end }: { start: number; end: number }) => text.slice(start, end)
  const size = cut(fields.size).trimEnd()
  if (cut(fields.magic) !== headerMagic || !/^\d+$/.test(size)) return undefined
  return { name: cut(fields.name).trimEnd().replace(/\/$/, ''), size: Number(size) }
}
