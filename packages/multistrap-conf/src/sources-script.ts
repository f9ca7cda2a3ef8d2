import type { ConfigurationSection } from './configuration.js'
import { sourceLine } from './source-line.js'

/** One file of the image's sources.list.d. */
export interface SourcesFile {
  readonly name: string
  readonly text: string
}

/**
 * Returns the files that multistrap leaves in sources.list.d for the sections of `aptsources=`, for
 * `architectures`: one for each section that has a source.
 */
export function sourcesFiles(
  sections: readonly ConfigurationSection[],
  architectures: readonly string[],
): SourcesFile[] {
  return sections.flatMap((section) => {
    const options = architectures.map((name) => [`arch=${name}`])
    const debs = (options.length > 0 ? options : [[]]).map((each) =>
      sourceLine(section, 'deb', each),
    )
    const lines = [...debs, section.omitDebSrc ? undefined : sourceLine(section, 'deb-src', [])]
    const text = lines.filter((line) => line !== undefined).join('\n')
    return text === '' ? [] : { name: `multistrap-${section.name}.list`, text: `${text}\n` }
  })
}

/** Returns a script that writes these files inside the image; undefined where there are none. */
export function sourcesScript(
  sections: readonly ConfigurationSection[],
  architectures: readonly string[],
): string | undefined {
  const folder = '/etc/apt/sources.list.d'
  const files = sourcesFiles(sections, architectures).map(
    ({ name, text }) => `cat >${folder}/${name} <<'EOF'\n${text}EOF\n`,
  )
  return files.length === 0 ? undefined : `#!/bin/sh\nset -e\nmkdir -p ${folder}\n${files.join('')}`
}
