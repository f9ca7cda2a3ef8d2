import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Returns a PATH on which this workspace's tools come first. */
export function programPath(path = ''): string {
  return [fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url)), path].join(
    delimiter,
  )
}
