import { MultistrapError } from './errors.js'
import type { ConfSection } from './parse-conf.js'

/** The one-line entry for sources.list(5) that a section stands for; `type` is `deb` or `deb-src`. */
export function sourceLine(section: ConfSection, type: string, options: readonly string[]): string {
  const source = section.entries.get('source')?.value
  if (source === undefined) {
    throw new MultistrapError(section.path, section.line, `[${section.name}] has no "source"`)
  }
  // `[options] URI PATH/` is whole by itself: a flat archive has neither suite nor components.
  if (/^(\[.*\] )*[^[\]]+ .+\/$/.test(source)) return join(type, options, source)
  const suite = section.entries.get('suite')?.value
  if (suite === undefined) {
    throw new MultistrapError(section.path, section.line, `[${section.name}] has no "suite"`)
  }
  const components = section.entries.get('components')?.value ?? 'main'
  return join(type, options, `${source} ${suite} ${components}`)
}

/** Whether a keyring is a file of keys; otherwise it is the name of a package that holds one. */
export function isKeyringFile(keyring: string): boolean {
  return keyring.includes('/') || /\.(gpg|asc|pgp)$/.test(keyring)
}

function join(type: string, options: readonly string[], rest: string): string {
  const [, given = '', entry = rest] = /^\[(.*?)\]\s*(.*)$/.exec(rest) ?? []
  const all = [given, ...options].filter((option) => option !== '')
  return [type, ...(all.length > 0 ? [`[${all.join(' ')}]`] : []), entry].join(' ')
}
