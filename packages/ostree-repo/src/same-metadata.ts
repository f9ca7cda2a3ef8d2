import type { Variant } from './gvariant/variant.js'

/** Whether two commits' metadata say the same, in whatever order. */
export function isSameMetadata(
  a: ReadonlyMap<string, Variant>,
  b: ReadonlyMap<string, Variant>,
): boolean {
  if (a.size !== b.size) return false
  return [...a].every(([key, { type, bytes }]) => {
    const other = b.get(key)
    return other?.type === type && other.bytes.equals(bytes)
  })
}
