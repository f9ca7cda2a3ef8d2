import { basename, extname } from 'node:path'
import { checkImage, parseTreefile, type Treefile, withDefaults } from '@apt2ostree/treefile'
import type { Configuration } from './configuration.js'
import { type ConvertedConf, convertConfiguration } from './convert.js'
import { MultistrapError } from './errors.js'
import { formatImage } from './format-image.js'
import { readConfiguration } from './read-configuration.js'

/** A configuration as an image.yaml. */
export interface ConvertedFile {
  readonly text: string
  /** What has no effect or is dropped, with file and line. */
  readonly warnings: readonly string[]
}

/**
 * Returns the text of the image.yaml that does what the multistrap configuration at `path` does. Its
 * branch is `os/` and the file's name. Throws a MultistrapError naming the file and line.
 */
export function convertFile(path: string): ConvertedFile {
  const converted = convert(readConfiguration(path), path)
  return { text: formatImage(converted, basename(path)), warnings: converted.warnings }
}

/** Returns the image that a multistrap configuration describes, as readTreefile does for image.yaml. */
export function readMultistrap(path: string): { image: Treefile; warnings: readonly string[] } {
  const conf = readConfiguration(path)
  return { image: imageOf(conf, path), warnings: convert(conf, path).warnings }
}

/** Returns the image that the configuration read from `path` describes. */
export function imageOf(conf: Configuration, path: string): Treefile {
  const converted = convert(conf, path)
  // Names of files are those that the command finds from where it runs.
  const layer = parseTreefile(formatImage(converted, basename(path)), basename(path))
  return withDefaults({ ...layer, path }, conf.files)
}

/** Returns the text of the image.yaml that does what the configuration read from `path` does. */
export function formatConfiguration(conf: Configuration, path: string): string {
  return formatImage(convert(conf, path), basename(path))
}

function convert(conf: Configuration, path: string): ConvertedConf {
  const converted = convertConfiguration(conf, `os/${branchName(basename(path, extname(path)))}`)
  for (const { location, message, hint } of checkImage(converted.image)) {
    const [key, index] = location
    const { path: file, line } = converted.origin(String(key), Number(index ?? 0)) ?? {
      path,
      line: 1,
    }
    throw new MultistrapError(file, line, message, hint === undefined ? {} : { hint })
  }
  return converted
}

function branchName(stem: string): string {
  return stem.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '') || 'image'
}
