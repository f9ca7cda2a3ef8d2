import { DiskError } from './errors.js'

const UNITS = { M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 } as const

/** The number of bytes that a text such as `4G` or `3500M` says. Throws ERR_DISK_SIZE. */
export function parseSize(text: string): number {
  const [, digits = '', unit] = /^(\d{1,6})([MGT])$/.exec(text) ?? []
  if (digits === '' || Number(digits) === 0) {
    throw new DiskError(
      'ERR_DISK_SIZE',
      `cannot use "${text}" as a size: it is not like 4G or 3500M`,
    )
  }
  return Number(digits) * UNITS[unit as keyof typeof UNITS]
}

/** The text for a number of bytes, in the largest unit that it is a multiple of. */
export function formatSize(bytes: number): string {
  const unit = (['T', 'G', 'M'] as const).find((name) => bytes % UNITS[name] === 0)
  return unit === undefined ? `${bytes} bytes` : `${bytes / UNITS[unit]}${unit}`
}
