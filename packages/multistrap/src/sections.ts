import type { ConfSection } from './parse-conf.js'
import { isKeyringFile, sourceLine } from './sources.js'

/** The apt sources of the sections, each once; `noauth` trusts them without a signature. */
export function sourcesOf(sections: readonly ConfSection[], noauth: boolean): string[] {
  const lines = sections.map((section) => {
    const keyring = section.entries.get('keyring')?.value
    const signedBy = keyring !== undefined && isKeyringFile(keyring) ? [`signed-by=${keyring}`] : []
    return sourceLine(section, 'deb', noauth ? ['trusted=yes'] : signedBy)
  })
  return [...new Set(lines)]
}

/** The packages of a section; a keyring that is a package is installed too, as multistrap does. */
export function packagesOf(section: ConfSection, explicitSuite: boolean): string[] {
  const entry = (key: string) => section.entries.get(key)?.value
  const architecture = entry('architecture')
  const suite = entry('suite')
  const keyring = entry('keyring')
  const suffix = [
    ...(architecture === undefined ? [] : [`:${architecture}`]),
    ...(explicitSuite && suite !== undefined ? [`/${suite}`] : []),
  ].join('')
  const named = entry('packages')?.split(/\s+/) ?? []
  const additional = entry('additional')?.split(/\s+/) ?? []
  return [
    ...named.map((name) => name + suffix),
    ...additional,
    ...(keyring === undefined || isKeyringFile(keyring) ? [] : [keyring]),
  ]
}
