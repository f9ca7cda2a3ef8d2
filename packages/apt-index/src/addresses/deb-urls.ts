import { AptError } from '../errors.js'

/** A .deb as a Packages index describes it. */
export interface DebFile {
  /** Relative to its archive; a byte string. */
  readonly filename: string
  readonly sha256: string
  /** Absent from most of today's indexes. */
  readonly sha1?: string
}

/**
 * Returns where the .deb may be: at each mirror in their order. A mirror is an archive's base URI, or
 * a template with `{filename}`, `{sha256}` or `{sha1}` for a store that keeps what archives drop. A
 * template that asks for a digest which isn't known is left out. Throws an AptError for a template
 * with another placeholder.
 */
export function debUrls(deb: DebFile, mirrors: readonly string[]): string[] {
  const values = new Map([
    ['filename', encodePath(deb.filename)],
    ['sha256', deb.sha256],
    ['sha1', deb.sha1],
  ])
  return mirrors.flatMap((mirror) => {
    const template = mirror.includes('{') ? mirror : `${mirror.replace(/\/*$/, '/')}{filename}`
    const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
    const unknown = names.find((name) => !values.has(name))
    if (unknown !== undefined) {
      const hint = 'it may hold {filename}, {sha256} and {sha1}'
      throw new AptError('ERR_APT_SOURCES', `cannot use "${mirror}": unknown {${unknown}}`, {
        hint,
      })
    }
    if (names.some((name) => values.get(name) === undefined)) return []
    return [template.replace(/\{([^{}]*)\}/g, (_, name) => values.get(name) ?? '')]
  })
}

/** Also `+`, which some object stores read as a space (apt's methods/http.cc does the same). */
function encodePath(path: string): string {
  return path.replace(
    /[^A-Za-z0-9/._~:-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/** Returns whether a Filename (a byte string) stays within its archive: no `..`, and no line end. */
export function isInside(filename: string): boolean {
  return filename !== '' && !/[\n\0]|(^|\/)\.\.(\/|$)/.test(filename)
}
