import { FinalizeError } from './errors.js'

/** A line of tmpfiles.d(5); what is left out is `-`. */
export interface TmpfilesLine {
  /** `d`, `L`, `C` and others, with modifiers. */
  readonly type: string
  /** A byte string. */
  readonly path: string
  /** Permission bits. */
  readonly mode?: number
  readonly user?: string
  readonly group?: string
  readonly argument?: string
}

/** Returns the line as systemd-tmpfiles reads it. */
export function formatTmpfilesLine(line: TmpfilesLine): string {
  const { type, path, mode, user = '-', group = '-', argument = '-' } = line
  const bits = mode === undefined ? '-' : mode.toString(8).padStart(4, '0')
  return [type, quote(path), bits, user, group, '-', quote(argument)].join(' ')
}

/** The text of a tmpfiles.d file with these lines, sorted by path. */
export function formatTmpfiles(lines: readonly TmpfilesLine[]): string {
  const sorted = [...lines].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return sorted.map((line) => `${formatTmpfilesLine(line)}\n`).join('')
}

/**
 * The types and paths in the text of a tmpfiles.d file; comments are skipped. Throws
 * ERR_FINALIZE_TMPFILES for a line without a path.
 */
export function parseTmpfiles(text: string): Pick<TmpfilesLine, 'type' | 'path'>[] {
  return text.split('\n').flatMap((line) => {
    if (/^\s*(#|$)/.test(line)) return []
    const [, type, quoted, plain] = /^\s*(\S+)\s+(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(line) ?? []
    const path = unquote(quoted ?? plain ?? '')
    if (type === undefined || path === '') {
      throw new FinalizeError('ERR_FINALIZE_TMPFILES', `cannot read "${line}" as tmpfiles.d`)
    }
    return [{ type, path }]
  })
}

/** Types that make what they name: files, links and directories; tmpfiles.d(5). */
export function creates(type: string): boolean {
  return /^[fFdDvqQpLcbC]/.test(type)
}

/** Blanks, quotes and control characters are quoted; `%` begins a specifier and is doubled. */
function quote(text: string): string {
  const kept = text.replaceAll('%', '%%')
  if (!/[\s"'\\\p{Cc}]/u.test(kept)) return kept
  const escaped = kept.replace(/["\\]|\p{Cc}/gu, (character) =>
    /["\\]/.test(character)
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `"${escaped}"`
}

function unquote(text: string): string {
  return text
    .replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_all, hex, character) =>
      hex === undefined ? character : String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replaceAll('%%', '%')
}
