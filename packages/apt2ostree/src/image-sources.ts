import {
  type Host,
  hostSources,
  parseSources,
  readSourcesFile,
  type Source,
} from '@apt2ostree/apt-index'
import type { Treefile } from '@apt2ostree/treefile'
import { Apt2ostreeError } from './errors.js'

/**
 * Returns the apt sources of an image; those of the host where it names none, and `warn` is told which
 * of these are passed over. Throws ERR_IMAGE_NO_SOURCES,
 * and an AptError for sources that cannot be read.
 */
export async function imageSources(
  image: Treefile,
  host: Host,
  warn: (message: string) => void = () => undefined,
): Promise<readonly Source[]> {
  const named = await Promise.all(
    image.sources.map((source) => {
      if ('path' in source) return readSourcesFile(source.path)
      const kind = /^deb(-src)?\s/.test(source.text) ? 'list' : 'sources'
      return parseSources(source.text, kind, image.path)
    }),
  )
  const sources = image.sources.length === 0 ? hostSources(host, warn) : named.flat()
  if (sources.length > 0) return sources
  throw new Apt2ostreeError(
    'ERR_IMAGE_NO_SOURCES',
    `cannot lock "${image.path}": it names no sources and this machine has none`,
    { hint: `add "sources: ['deb URI SUITE COMPONENT']" or the name of a .sources file` },
  )
}
