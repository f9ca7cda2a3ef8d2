import { trimBlank } from '@apt2ostree/deb822'
import { invalid } from './errors.js'
import { isWord } from './is-word.js'
import type { LockedRelease } from './lockfile.js'

/** Fields of a release in the header, in the order written. */
const releaseFields = [
  ['Origin', 'origin'],
  ['Label', 'label'],
  ['Suite', 'suite'],
  ['Codename', 'codename'],
  ['URI', 'uri'],
  ['Source-Suite', 'sourceSuite'],
  ['Date', 'date'],
  ['SHA256', 'sha256'],
  ['Signed-By', 'signedBy'],
  ['Unchecked', 'unchecked'],
] as const

/** Returns the lines of a release in the header: its id, then its fields, indented by one. */
export function releaseLines(release: LockedRelease): string[] {
  if (!isWord(release.id)) throw invalid(`cannot write the release id "${release.id}"`)
  const lines = [release.id]
  for (const [field, key] of releaseFields) {
    const value = release[key]
    if (value === undefined) continue
    if (value !== trimBlank(value) || value.includes('\n')) {
      throw invalid(`cannot write the ${field} "${value}" of release ${release.id}`)
    }
    lines.push(value === '' ? ` ${field}:` : ` ${field}: ${value}`)
  }
  return lines
}

/** Returns the releases that such lines hold. Throws `LockfileError` for any other line. */
export function parseReleases(lines: readonly string[]): LockedRelease[] {
  const releases: Map<string, string>[] = []
  for (const line of lines) {
    const field = /^ ([^: \t]+):(?: (.*))?$/s.exec(line)
    if (!field) {
      releases.push(new Map([['id', line]]))
      continue
    }
    const key = releaseFields.find(([name]) => name === field[1])?.[1]
    const release = releases.at(-1)
    if (!key || !release) throw invalid(`unexpected line "${trimBlank(line)}" in Releases`)
    release.set(key, field[2] ?? '')
  }
  return releases.map(toRelease)
}

function toRelease(values: ReadonlyMap<string, string>): LockedRelease {
  const required = (key: string): string => {
    const value = values.get(key)
    if (value === undefined) throw invalid(`release "${values.get('id')}" has no ${key}`)
    return value
  }
  const optional = ['label', 'uri', 'sourceSuite', 'signedBy', 'unchecked'].flatMap((key) => {
    const value = values.get(key)
    return value === undefined ? [] : [[key, value]]
  })
  return {
    id: required('id'),
    origin: values.get('origin') ?? '',
    suite: values.get('suite') ?? '',
    codename: values.get('codename') ?? '',
    date: required('date'),
    sha256: required('sha256'),
    ...Object.fromEntries(optional),
  }
}
