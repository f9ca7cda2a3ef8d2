import { decodeBytes } from '@apt2ostree/deb822'
import { AptError, FetchError } from '../errors.js'
import { fetchText } from '../transport/fetch-text.js'
import type { Network } from '../transport/network.js'
import { splitWords } from '../words.js'

/** A line of a mirror list, see apt-transport-mirror(1). */
export interface Mirror {
  /** The archive's base URI there, ending in `/`. */
  readonly uri: string
  /** Lower is asked first. */
  readonly priority: number
  /** What it has, by the key: `arch`, `codename`, `component`, `suite`, `type`. */
  readonly limits: ReadonlyMap<string, readonly string[]>
}

/** What is asked of an archive; a mirror that limits itself to others is passed over. */
export interface MirrorQuestion {
  readonly type: 'index' | 'deb'
  readonly arch?: string | undefined
  readonly component?: string | undefined
  readonly suite?: string | undefined
  readonly codename?: string | undefined
}

/**
 * Returns the base URIs of an archive, ending in `/`, best first: its own, or for `mirror+http:`,
 * `mirror+file:` and the like those of the list, which is read once. Mirrors of one priority keep
 * the list's order, where apt shuffles them. Throws an AptError or FetchError.
 */
export async function archiveBases(
  uri: string,
  question: MirrorQuestion,
  network: Network,
  signal?: AbortSignal,
): Promise<string[]> {
  const list = mirrorListUri(uri)
  if (list === undefined) return [uri]
  const reading = network.mirrorLists.get(list) ?? readMirrorList(list, network, signal)
  network.mirrorLists.set(list, reading)
  const mirrors = await reading
  const fitting = mirrors.filter(({ limits }) => fits(limits, question))
  return fitting.toSorted((a, b) => a.priority - b.priority).map((mirror) => mirror.uri)
}

/** Returns what the first of some bases gives; throws the last one's error where none does. */
export async function firstOf<T>(
  bases: readonly string[],
  attempt: (base: string) => Promise<T>,
): Promise<T> {
  for (const base of bases.slice(0, -1)) {
    try {
      return await attempt(base)
    } catch (error) {
      if (!(error instanceof FetchError)) throw error
    }
  }
  const last = bases.at(-1)
  if (last !== undefined) return attempt(last)
  throw new AptError('ERR_APT_SOURCES', 'no mirror has what is asked for')
}

/** Returns where the list of a mirror URI is, undefined for an archive's own URI. */
export function mirrorListUri(uri: string): string | undefined {
  const [, access, rest] = /^mirror(?:\+([a-z]+))?:(.*)$/i.exec(uri) ?? []
  if (rest === undefined) return undefined
  const path = rest.replace(/(?<=[^/])\/+$/, '')
  const isLocal = access !== undefined && /^(file|copy)$/i.test(access)
  return isLocal ? path.replace(/^\/*/, 'file:///') : `${access ?? 'http'}:${path}`
}

/** Returns the mirrors of a list; one from the net can't name files of this machine. */
export function parseMirrorList(text: string, isLocal: boolean): Mirror[] {
  return text.split('\n').flatMap((line): Mirror[] => {
    const [uri = '', tags] = line.replace(/\r$/, '').split(/\t(.*)/s)
    const allowed = isLocal ? /^(https?|file|copy):/i : /^https?:/i
    return allowed.test(uri) ? [parseMirror(uri, splitWords(tags))] : []
  })
}

function parseMirror(uri: string, tags: readonly string[]): Mirror {
  const limits = new Map<string, string[]>()
  for (const tag of tags) {
    const [key = '', value = ''] = tag.split(/:(.*)/s)
    limits.set(key.toLowerCase(), [...(limits.get(key.toLowerCase()) ?? []), value])
  }
  const priority = Number(limits.get('priority')?.at(-1) ?? Number.NaN)
  const base = uri.replace(/^(copy|file):\/*/i, 'file:///').replace(/\/*$/, '/')
  return {
    uri: base,
    priority: Number.isNaN(priority) ? Number.MAX_SAFE_INTEGER : priority,
    limits,
  }
}

function fits(limits: Mirror['limits'], question: MirrorQuestion): boolean {
  return Object.entries(question).every(([key, wanted]) => {
    const allowed = limits.get(key)
    return !wanted || allowed === undefined || allowed.includes(wanted)
  })
}

async function readMirrorList(
  uri: string,
  network: Network,
  signal: AbortSignal | undefined,
): Promise<readonly Mirror[]> {
  const fetched = await fetchText(uri, { network, ...(signal && { signal }) })
  const text = fetched === undefined ? '' : decodeBytes(fetched.bytes)
  const mirrors = parseMirrorList(text, uri.startsWith('file:'))
  if (mirrors.length > 0) return mirrors
  throw new AptError('ERR_APT_SOURCES', `cannot use the mirror list "${uri}": it names no mirror`)
}
