import { LockgenError } from '../errors.js'

/** What was asked for, in apt-get's spelling. */
export interface Request {
  /** As written. */
  readonly text: string
  /** A name, a task's name, a glob or a regular expression. */
  readonly pattern: string
  readonly kind: 'name' | 'task' | 'glob' | 'regex'
  readonly architecture?: string
  /** `=VERSION`, perhaps a glob. */
  readonly version?: string
  /** `/SUITE`: a suite, codename or release version. */
  readonly suite?: string
  /** `NAME-`: keep it out. */
  readonly isRemoval: boolean
}

const shape = /^(?<pattern>[^=/\s]+?)(?:=(?<version>[^=/\s]+)|\/(?<suite>[^=/\s]+))?$/

/**
 * Returns what one request asks for: `name`, `name:arch`, `name=version`, `name/suite`, `task^`, a
 * glob, a regular expression that starts with `^` or ends with `$`, and any of them with `-` at the
 * end. `isName` tells the names that exist, for those that end in `-` or `+` themselves.
 * Throws `LockgenError` for anything else.
 */
export function parseRequest(text: string, isName: (name: string) => boolean): Request {
  if (/^[?~]/.test(text)) {
    throw new LockgenError('ERR_LOCKGEN_REQUEST', `cannot read request "${text}"`, {
      hint: 'patterns of apt-patterns(7) are not understood; essential and required packages need no request',
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
