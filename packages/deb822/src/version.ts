import { Deb822Error } from './errors.js'

/** The parts of a version, see deb-version(7). Absent parts: epoch 0, revision empty. */
export interface Version {
  readonly epoch: number
  readonly upstream: string
  readonly revision: string
}

const maxEpoch = 2 ** 31 - 1

/**
 * Returns the parts of a version. Throws `Deb822Error` where dpkg's parseversion() fails or warns:
 * empty parts, an epoch that is no number, characters outside the alphabet, no digit in front.
 */
export function parseVersion(text: string): Version {
  const { epoch, upstream, revision } = split(text)
  const problem =
    (epoch !== undefined && (!/^\d+$/.test(epoch) || Number(epoch) > maxEpoch) && 'epoch') ||
    (!/^\d[A-Za-z0-9.+~:-]*$/.test(upstream) && 'upstream version') ||
    (revision !== undefined && !/^[A-Za-z0-9.+~]+$/.test(revision) && 'revision')
  if (problem) {
    throw new Deb822Error('ERR_DEB822_VERSION', `invalid version "${text}": bad ${problem}`)
  }
  return { epoch: Number(epoch ?? 0), upstream, revision: revision ?? '' }
}

/** Returns the version as text; an epoch of 0 and an empty revision are left out. */
export function formatVersion({ epoch, upstream, revision }: Version): string {
  const front = epoch === 0 && !upstream.includes(':') ? '' : `${epoch}:`
  return `${front}${upstream}${revision === '' ? '' : `-${revision}`}`
}

/**
 * Returns -1, 0 or 1 as `a` is older than, equal to or newer than `b`, in dpkg's order
 * (lib/dpkg/version.c). Takes any text, as apt does: archives hold versions that are not strictly valid.
 */
export function compareVersions(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0
  const left = split(a)
  const right = split(b)
  return sign(
    compareParts(left.epoch ?? '', right.epoch ?? '') ||
      compareParts(left.upstream, right.upstream) ||
      compareParts(left.revision ?? '', right.revision ?? ''),
  )
}

interface RawVersion {
  readonly epoch: string | undefined
  readonly upstream: string
  readonly revision: string | undefined
}

function split(text: string): RawVersion {
  const colon = text.indexOf(':')
  const dash = text.lastIndexOf('-')
  const hasRevision = dash > colon
  return {
    epoch: colon < 0 ? undefined : text.slice(0, colon),
    upstream: text.slice(colon + 1, hasRevision ? dash : undefined),
    revision: hasRevision ? text.slice(dash + 1) : undefined,
  }
}

/** dpkg's verrevcmp(): runs of non-digits by `order`, runs of digits by value, in turn. */
function compareParts(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = order(a, i) - order(b, j)
      if (difference !== 0) return difference
      i++
      j++
    }
    while (a[i] === '0') i++
    while (b[j] === '0') j++
    let firstDifference = 0
    while (isDigit(a, i) && isDigit(b, j)) {
      firstDifference ||= a.charCodeAt(i) - b.charCodeAt(j)
      i++
      j++
    }
    if (isDigit(a, i)) return 1
    if (isDigit(b, j)) return -1
    if (firstDifference !== 0) return firstDifference
  }
  return 0
}

/** dpkg's order(): `~` before the end, the end before letters, letters before the rest. */
function order(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0
  const code = text.charCodeAt(at)
  if (code === 126) return -1
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  return isLetter ? code : code + 256
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

function sign(value: number): -1 | 0 | 1 {
  return value < 0 ? -1 : value > 0 ? 1 : 0
}
