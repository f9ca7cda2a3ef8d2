import { LockgenError } from '../errors.js'

/** What was asked for, in apt-get's spelling. */
export interface Request {
  /** As written. */
  readonly text: string
  /** A name, a task's name, a Priority, a glob or a regular expression. */
  readonly pattern: string
  readonly kind: 'name' | 'task' | 'priority' | 'glob' | 'regex'
  readonly architecture?: string
  /** `=VERSION`, perhaps a glob. */
  readonly version?: string
  /** `/SUITE`: a suite, codename or release version. */
  readonly suite?: string
  /** `NAME-`: keep it out. */
  readonly isRemoval: boolean
}

const shape = /^(?<pattern>[^=/ \t\n]+?)(?:=(?<version>[^=/ \t\n]+)|\/(?<suite>[^=/ \t\n]+))?$/

/** The one pattern of apt-patterns(7) that says what whole systems are made of. */
const priorityPattern = /^(?:\?priority\((?<long>[a-z]+)\)|~p(?<short>[a-z]+))$/

/**
 * Returns what one request asks for: `name`, `name:arch`, `name=version`, `name/suite`, `task^`,
 * `?priority(important)`, a glob, a regular expression that starts with `^` or ends with `$`, and
 * any but the priority with `-` at the end. `isName` tells the names that exist, for those that end in `-` or `+` themselves.
 * Throws `LockgenError` for anything else.
 */
export function parseRequest(text: string, isName: (name: string) => boolean): Request {
  const priority = priorityPattern.exec(text)?.groups
  if (priority !== undefined) {
    const pattern = priority.long ?? priority.short ?? ''
    return { text, pattern, kind: 'priority', isRemoval: false }
  }
  if (/^[?~]/.test(text)) {
    throw new LockgenError('ERR_LOCKGEN_REQUEST', `cannot read request "${text}"`, {
      hint: 'of the patterns of apt-patterns(7), ?priority(NAME) alone is understood',
    })
  }
  const isSigned = /[-+]$/.test(text) && !isName(text) && !isName(splitArchitecture(text).pattern)
  const groups = shape.exec(isSigned ? text.slice(0, -1) : text)?.groups
  if (!groups?.pattern) {
    throw new LockgenError('ERR_LOCKGEN_REQUEST', `cannot read request "${text}"`, {
      hint: 'a request is NAME, NAME=VERSION, NAME/SUITE, NAME:ARCH or NAME-',
    })
  }
  const { version, suite } = groups
  return {
    text,
    ...splitArchitecture(groups.pattern),
    ...(version !== undefined && { version }),
    ...(suite !== undefined && { suite }),
    isRemoval: isSigned && text.endsWith('-'),
  }
}

function splitArchitecture(
  text: string,
): Pick<Request, 'pattern' | 'kind'> & { architecture?: string } {
  const found = /^(?<pattern>.+):(?<architecture>[a-z][a-z0-9-]*)$/.exec(text)?.groups
  const pattern = found?.pattern ?? text
  const architecture = found?.architecture
  const rest = architecture === undefined ? {} : { architecture }
  if (pattern.startsWith('^') || pattern.endsWith('$')) return { pattern, kind: 'regex', ...rest }
  if (pattern.endsWith('^')) return { pattern: pattern.slice(0, -1), kind: 'task', ...rest }
  return { pattern, kind: /[*?[]/.test(pattern) ? 'glob' : 'name', ...rest }
}
