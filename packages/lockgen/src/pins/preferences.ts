import { parseStanzas, type Stanza } from '@apt2ostree/deb822'
import { LockgenError } from '../errors.js'

/** A record of a preferences file, see apt_preferences(5). */
export interface Pin {
  /** Names, globs or regular expressions, perhaps with `src:` and `:arch`; empty for `Package: *`. */
  readonly packages: readonly string[]
  readonly type: 'version' | 'release' | 'origin'
  readonly data: string
  /** Minus infinity for `never`. */
  readonly priority: number
}

const bounds = { least: -32768, most: 32767 }

/**
 * Returns the pins of a preferences file in its order.
 * Throws `LockgenError` naming the line for a record that apt would refuse or pass over.
 */
export function parsePreferences(text: string): Pin[] {
  return [...parseStanzas(text)].map(parsePin)
}

function parsePin(stanza: Stanza): Pin {
  const names = stanza.get('Package')?.split(/[ \t\n]+/)
  if (names === undefined) throw refuse(stanza, 'it has no Package field')
  const packages = names.length === 1 && names[0] === '*' ? [] : names
  const [, type = '', data = ''] = /^([^ \t\n]+)[ \t\n]*(.*)$/s.exec(stanza.get('Pin') ?? '') ?? []
  const known = (['version', 'release', 'origin'] as const).find(
    (word) => word === type.toLowerCase(),
  )
  if (known === undefined) throw refuse(stanza, `"${type}" is no pin type`)
  if (known === 'version' && packages.length === 0) {
    throw refuse(stanza, 'a version pin needs package names')
  }
  return { packages, type: known, data, priority: parsePriority(stanza, packages.length === 0) }
}

function parsePriority(stanza: Stanza, isGeneral: boolean): number {
  const text = stanza.get('Pin-Priority') ?? ''
  if (text === 'never') {
    if (isGeneral) return Number.NEGATIVE_INFINITY
    throw refuse(stanza, '"never" is for Package: * alone')
  }
  const priority = Number(text)
  const isValid = /^[-+]?\d+$/.test(text) && priority >= bounds.least && priority <= bounds.most
  if (!isValid || priority === 0) throw refuse(stanza, `"${text}" is no pin priority`)
  return priority
}

function refuse(stanza: Stanza, reason: string): LockgenError {
  return new LockgenError(
    'ERR_LOCKGEN_PREFERENCES',
    `cannot read the preferences at line ${stanza.line}: ${reason}`,
  )
}
