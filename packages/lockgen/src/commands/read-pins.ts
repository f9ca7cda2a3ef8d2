import type { Context } from '@apt2ostree/cli-kit'
import { decodeBytes } from '@apt2ostree/deb822'
import { type Pin, parsePreferences } from '../pins/preferences.js'
import { readBytes } from './read-lock.js'

/** Returns the pins of a preferences file, none without one. */
export async function readPins(context: Context, path: string | undefined): Promise<Pin[]> {
  return path === undefined ? [] : parsePreferences(decodeBytes(await readBytes(context, path)))
}
