/** A "new ASCII" header: a magic and 13 fields of 8 hexadecimal digits; cpio(5). */
const MAGIC = /^07070[12]$/
const HEADER_BYTES = 110
const SIZE_AT = 54
const NAME_SIZE_AT = 94
const TRAILER = 'TRAILER!!!'

/** What an archive in memory holds. */
export interface CpioArchive {
  readonly names: readonly string[]
  /** The offset of what follows the archive and its padding with NULs. */
  readonly end: number
}

/** The names in the cpio archive at the start of `bytes`; undefined where there is none, or half of one. */
export function readCpioNames(bytes: Buffer): CpioArchive | undefined {
  const names: string[] = []
  let at = 0
  while (at + HEADER_BYTES <= bytes.length) {
    if (!MAGIC.test(bytes.toString('latin1', at, at + 6))) return undefined
    const size = hex(bytes, at + SIZE_AT)
    const nameEnd = at + HEADER_BYTES + hex(bytes, at + NAME_SIZE_AT)
    if (!(aligned(nameEnd) + size <= bytes.length)) return undefined
    const name = bytes.toString('latin1', at + HEADER_BYTES, nameEnd - 1)
    at = aligned(aligned(nameEnd) + size)
    if (name === TRAILER) return { names, end: skipPadding(bytes, at) }
    names.push(name)
  }
  return undefined
}

function hex(bytes: Buffer, at: number): number {
  return Number.parseInt(bytes.toString('latin1', at, at + 8), 16)
}

/** Names and contents begin at multiples of four bytes; a size may be as large as 32 bits can say. */
function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4
}

function skipPadding(bytes: Buffer, from: number): number {
  let at = Math.min(from, bytes.length)
  while (bytes[at] === 0) at += 1
  return at
}
