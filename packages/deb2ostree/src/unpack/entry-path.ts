import { displayText } from '@apt2ostree/deb822'
import { LayerError } from '../errors.js'

/**
 * Returns the path of a tar entry without the `./` before and the `/` behind it: `usr/bin/env`, and nothing for
 * the root. Names are byte strings. Throws LayerError for a path that leaves the root or, as dpkg does, for one
 * with a newline.
 */
export function parseEntryPath(name: string): string {
  const names = name.split('/').filter((part) => part !== '' && part !== '.')
  if (names.includes('..')) {
    throw new LayerError(
      'ERR_LAYER_PATH',
      `cannot place "${displayText(name)}": it climbs with ".."`,
    )
  }
  if (name.includes('\n')) {
    const message = `cannot place ${JSON.stringify(displayText(name))}: it has a newline`
    throw new LayerError('ERR_LAYER_PATH', message)
  }
  return names.join('/')
}
