import type { ConfigurationSection } from './configuration.js'
import { MultistrapError } from './errors.js'

/**
 * Returns the line for sources.list(5) that multistrap writes for a section, with `options` added;
 * undefined where it writes none. `type` is `deb` or `deb-src`. Throws a MultistrapError for a line that apt
 * cannot read.
 */
export function sourceLine(
  section: ConfigurationSection,
  type: 'deb' | 'deb-src',
  options: readonly string[],
): string | undefined {
  const { source, isFlat, suite, components } = section
  if (source === undefined) return undefined
  if (!isFlat && suite === undefined) return undefined
  const words = isFlat ? [source.value] : [source.value, suite?.value, components?.value ?? 'main']
  // What follows `#` is a comment to apt.
  const entry = words.join(' ').replace(/#.*/s, '').trim().replace(/\s+/g, ' ')
  const [, given = '', rest = entry] = /^\[(.*?)\]\s*(.*)$/.exec(entry) ?? []
  const [uri, release, ...parts] = rest.split(' ')
  const { path, line } = suite ?? source
  if (!uri || !release) throw new MultistrapError(path, line, `[${section.name}] names no suite`)
  if (release.endsWith('/') !== (parts.length === 0)) {
    const reason = release.endsWith('/')
      ? `"${release}" is a flat archive, which has no component "${parts.join(' ')}"`
      : `"${release}" of [${section.name}] has no component`
    const hint = release.endsWith('/') ? 'write "components=" below it' : undefined
    throw new MultistrapError(path, line, reason, hint === undefined ? {} : { hint })
  }
  const all = [given, ...options].filter((option) => option !== '')
  return [type, ...(all.length > 0 ? [`[${all.join(' ')}]`] : []), rest].join(' ')
}

/** Returns whether a keyring is a file of keys; otherwise it is a package that holds one. */
export function isKeyringFile(keyring: string): boolean {
  return keyring.includes('/') || /\.(gpg|asc|pgp)$/.test(keyring)
}
