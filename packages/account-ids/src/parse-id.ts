import { malformed } from './errors.js'

/** Ids are 32 bits; the largest means "no id" to the kernel. */
const LARGEST = 0xffff_fffe

/** The user or group id that a field says. Throws ERR_ACCOUNT_FORMAT. */
export function parseId(file: string, line: number, field: string | undefined): number {
  const id = Number(field)
  if (field === undefined || !/^\d+$/.test(field) || id > LARGEST) {
    throw malformed(file, line, `"${field ?? ''}" is no id`)
  }
  return id
}
