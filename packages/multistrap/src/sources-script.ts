import type { ConfSection } from './parse-conf.js'
import { sourceLine } from './sources.js'

/** A script that leaves one file for each section in the image's sources.list.d; undefined for none. */
export function sourcesScript(
  sections: readonly ConfSection[],
  architectures: readonly string[],
): string | undefined {
  if (sections.length === 0) return undefined
  const files = sections.map((section) => {
    const source = section.entries.get('omitdebsrc')?.value.toLowerCase() !== 'true'
    const options = architectures.length > 0 ? [`arch=${architectures.join(',')}`] : []
    const lines = [
      sourceLine(section, 'deb', options),
      ...(source ? [sourceLine(section, 'deb-src', [])] : []),
    ]
    const file = `/etc/apt/sources.list.d/multistrap-${section.name.toLowerCase()}.list`
    return `cat >${file} <<'EOF'\n${lines.join('\n')}\nEOF\n`
  })
  return `#!/bin/sh\nset -e\n${files.join('')}`
}
