import { OstreeRepoError } from '../errors.js'

/**
 * `text` as one fragment of a ref name, reversibly: ASCII letters, digits, `.` and `-` stay, `_` is
 * doubled, any other byte is `_` and two upper-case hexadecimal digits. rpm-ostree's rule
 * (rpmostree-core.cxx, append_quoted): `libstdc++6` gives `libstdc_2B_2B6`.
 */
export function escapeRef(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/gu, (character) =>
    character === '_'
      ? '__'
      : [...Buffer.from(character)]
          .map((byte) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`)
          .join(''),
  )
}

/** The text that {@link escapeRef} gave `escaped` for. Throws ERR_OSTREE_INVALID_REF. */
export function unescapeRef(escaped: string): string {
  const bytes = Buffer.from(
    escaped.replace(/__|_[0-9A-F]{2}/g, (quoted) =>
      quoted === '__' ? '_' : String.fromCharCode(Number.parseInt(quoted.slice(1), 16)),
    ),
    'latin1',
  )
  const text = bytes.toString('utf8')
  if (escapeRef(text) === escaped) return text
  throw new OstreeRepoError('ERR_OSTREE_INVALID_REF', `cannot unescape "${escaped}"`)
}
