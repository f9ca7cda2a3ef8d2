import { basename, extname } from 'node:path'
import { parseTreefile, type Treefile, withDefaults } from '@apt2ostree/treefile'
import { convertConf } from './convert-conf.js'
import { formatImage } from './format-image.js'
import { readConf } from './read-conf.js'

/** A configuration as an image.yaml. */
export interface ConvertedFile {
  readonly text: string
  /** What was dropped, with file and line. */
  readonly warnings: readonly string[]
  /** The configuration and what it includes. */
  readonly files: readonly string[]
}

/**
 * The text of the image.yaml that does what the multistrap configuration at `path` does. Its branch
 * is `os/` and the file's name. Throws a MultistrapError naming the file and line.
 */
export async function convertFile(path: string): Promise<ConvertedFile> {
  const { conf, files } = await readConf(path)
  const converted = convertConf(conf, `os/${basename(path, extname(path))}`)
  const text = formatImage(converted, basename(path))
  return { text, warnings: converted.warnings, files }
}

/** The image that a multistrap configuration describes, as readTreefile gives it for image.yaml. */
export async function readMultistrap(
  path: string,
): Promise<{ image: Treefile; warnings: readonly string[] }> {
  const { text, warnings, files } = await convertFile(path)
  return { image: withDefaults(parseTreefile(text, path), files), warnings }
}
