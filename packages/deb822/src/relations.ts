import { splitBlank } from './byte-string.js'
import { Deb822Error } from './errors.js'

/** How a version has to compare, see deb-control(5). The old `<` and `>` mean `<=` and `>=`. */
export type VersionOperator = '<<' | '<=' | '=' | '>=' | '>>'

export interface VersionConstraint {
  readonly operator: VersionOperator
  readonly version: string
}

/** One way to satisfy a relation: `name:qualifier (operator version) [architectures] <profiles>`. */
export interface Alternative {
  readonly name: string
  /** What follows the colon: `any`, `native` or an architecture. */
  readonly qualifier?: string
  readonly constraint?: VersionConstraint
  /** Architectures it applies to, `!arch` for those it does not; only in source packages. */
  readonly architectures?: readonly string[]
  /** Build profile formula: any of the lists, all of a list's terms; only in source packages. */
  readonly profiles?: readonly (readonly string[])[]
}

/** What stands between two commas: any one of its alternatives satisfies it, the first preferred. */
export type Relation = readonly Alternative[]

const operators: Readonly<Record<string, VersionOperator>> = {
  '<<': '<<',
  '<=': '<=',
  '<': '<=',
  '=': '=',
  '>=': '>=',
  '>': '>=',
  '>>': '>>',
  '': '=',
}

/** As C's isspace(3) has it; a pattern's own `\\s` would count bytes of UTF-8 text. */
const blank = String.raw`[ \t\n\v\f\r]*`
const namePattern = new RegExp(`${blank}([^ \\t\\n\\v\\f\\r(),|[\\]<>]+)${blank}`, 'y')
const constraintPattern = new RegExp(
  `\\(${blank}(<<|<=|<(?![<=])|=|>=|>>|>(?![>=])|(?![<>=]))${blank}([^)]*[^ \\t\\n\\v\\f\\r)])${blank}\\)${blank}`,
  'y',
)
const architecturesPattern = new RegExp(`\\[([^\\]]*)\\]${blank}`, 'y')
const profilesPattern = new RegExp(`<([^>]*)>${blank}`, 'y')
const emptyPattern = new RegExp(`${blank},${blank}|[ \\t\\n\\v\\f\\r]+$`, 'y')
const orPattern = new RegExp(`\\|${blank}`, 'y')
const commaPattern = new RegExp(`,${blank}`, 'y')

/**
 * Returns the relations of a field such as Depends, Conflicts or Provides, in all spellings that apt
 * and dpkg take: a version without an operator means `=`, and names and versions are not looked at
 * (apt 2.6 debListParser::ParseDepends, dpkg's f_dependency). Relations may be empty.
 * Throws `Deb822Error` naming the column where the text stops being one, see deb-control(5).
 */
export function parseRelations(value: string): Relation[] {
  const relations: Relation[] = []
  let alternatives: Alternative[] = []
  let at = 0
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(value)
    if (found) at = pattern.lastIndex
    return found
  }
  while (at < value.length) {
    if (alternatives.length === 0 && match(emptyPattern)) continue
    alternatives.push(readAlternative(match, value, () => at))
    if (match(orPattern)) continue
    if (at < value.length && !match(commaPattern)) throw unexpected(value, at)
    relations.push(alternatives)
    alternatives = []
  }
  if (alternatives.length > 0) throw unexpected(value, at)
  return relations
}

function readAlternative(
  match: (pattern: RegExp) => RegExpExecArray | null,
  value: string,
  position: () => number,
): Alternative {
  const head = match(namePattern)
  if (!head?.[1]) throw unexpected(value, position())
  const constraint = match(constraintPattern)
  const operator = constraint && operators[constraint[1] ?? '']
  const architectures = match(architecturesPattern)
  const profiles: string[][] = []
  for (let list = match(profilesPattern); list; list = match(profilesPattern)) {
    profiles.push(splitBlank(list[1] ?? ''))
  }
  return {
    ...splitQualifier(head[1]),
    ...(operator && { constraint: { operator, version: constraint?.[2] ?? '' } }),
    ...(architectures && { architectures: splitBlank(architectures[1] ?? '') }),
    ...(profiles.length > 0 && { profiles }),
  }
}

/** The last colon counts, where something stands on both of its sides. */
function splitQualifier(text: string): { name: string; qualifier?: string } {
  const colon = text.lastIndexOf(':')
  if (colon <= 0 || colon === text.length - 1) return { name: text }
  return { name: text.slice(0, colon), qualifier: text.slice(colon + 1) }
}

/** Returns the text of relations in the usual spelling: `a (>= 1) | b:any, c [amd64] <!nocheck>`. */
export function formatRelations(relations: readonly Relation[]): string {
  return relations.map((relation) => relation.map(formatAlternative).join(' | ')).join(', ')
}

/** Returns the text of one alternative, as `formatRelations` writes it. */
export function formatAlternative(alternative: Alternative): string {
  const { name, qualifier, constraint, architectures, profiles = [] } = alternative
  return [
    qualifier === undefined ? name : `${name}:${qualifier}`,
    ...(constraint ? [`(${constraint.operator} ${constraint.version})`] : []),
    ...(architectures ? [`[${architectures.join(' ')}]`] : []),
    ...profiles.map((list) => `<${list.join(' ')}>`),
  ].join(' ')
}

function unexpected(value: string, at: number): Deb822Error {
  const found = at < value.length ? `"${value.slice(at, at + 20)}"` : 'the end'
  return new Deb822Error(
    'ERR_DEB822_RELATION',
    `expected a package relation at column ${at + 1}, found ${found}`,
  )
}
