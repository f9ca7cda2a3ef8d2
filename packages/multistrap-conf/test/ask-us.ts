import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { ImageKeys } from '../src/convert.js'
import { convertFile } from '../src/convert-file.js'
import { MultistrapError } from '../src/errors.js'
import { readConfiguration } from '../src/read-configuration.js'
import { type Asked, readLines, withoutOptions } from './ask-multistrap.js'

/** What an image.yaml converted from a configuration asks of apt; undefined where it is refused. */
export function askUs(folder: string, name: string): Asked | undefined {
  const path = join(folder, name)
  let image: ImageKeys
  try {
    image = parse(convertFile(path).text)
  } catch (error) {
    if (error instanceof MultistrapError) return undefined
    throw error
  }
  const { sections } = readConfiguration(path)
  const additional = sections.flatMap((each) => each.additional.map(({ value }) => value)).sort()
  const packages = image.packages.filter((name) => !name.startsWith('?priority'))
  const release = /Pin: release (.*)/.exec(image.preferences?.join('\n') ?? '')?.[1]
  const sources = image.sources ?? []
  return {
    sources: sources.map(withoutOptions),
    // what both runs install is said once
    packages: packages.filter((each) => !additional.includes(each)),
    additional: [...new Set(additional)],
    recommends: image.recommends ?? false,
    noAuth: sources.some((line) => line.includes('trusted=yes')),
    defaultRelease: release ?? (sources.length === 1 ? 'any' : ''),
    kept: keptBy(image.postprocess ?? [], join(folder, 'kept')),
  }
}

/** The files that the scripts of an image write, made elsewhere. */
function keptBy(scripts: readonly string[], folder: string): Asked['kept'] {
  mkdirSync(folder, { recursive: true })
  for (const script of scripts) {
    execFileSync('/bin/sh', ['-c', script.replaceAll('/etc/apt/sources.list.d', folder)])
  }
  return readLines(folder)
}

/** What both askers say of the same configuration, so that equal means the same. */
export function comparable(asked: Asked | undefined): unknown {
  if (asked === undefined) return 'refused'
  const { sources, packages, additional, defaultRelease, ...rest } = asked
  return {
    ...rest,
    sources: [...new Set(sources)],
    packages: packages.filter((each) => !additional.includes(each)).sort(),
    additional: [...new Set(additional)].sort(),
    // with a single source, no pin on all of it changes what is chosen
    defaultRelease:
      new Set(sources).size === 1 && /^(\*|any|)$/.test(defaultRelease) ? 'any' : defaultRelease,
  }
}
