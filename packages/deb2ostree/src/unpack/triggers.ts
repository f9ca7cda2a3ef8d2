import { displayText } from '@apt2ostree/deb822'
import { LayerError } from '../errors.js'

/** A package's interest in a trigger, see deb-triggers(5). */
export interface TriggerInterest {
  /** A trigger's name, or a path for a file trigger. */
  readonly trigger: string
  /** Whether packages that activate it wait for it. */
  readonly awaited: boolean
}

/** `interest NAME`, `interest /PATH` and their variants. */
const directive = /^interest(-await|-noawait)?\s+(\S+)$/

/**
 * Returns the interests that a `triggers` control file declares, in its order. Throws LayerError for a name that is no
 * name of a file, as a trigger's is.
 */
export function parseTriggerInterests(text: string): TriggerInterest[] {
  return text.split('\n').flatMap((line) => {
    const match = directive.exec(line.trim())
    const trigger = match?.[2]
    if (trigger === undefined) return []
    if (!trigger.startsWith('/') && (trigger.includes('/') || /^\.\.?$/.test(trigger))) {
      const message = `cannot unpack the package: its trigger "${displayText(trigger)}" is no name`
      throw new LayerError('ERR_LAYER_UNSUPPORTED', message)
    }
    return [{ trigger, awaited: match?.[1] !== '-noawait' }]
  })
}

/** A package as dpkg names it, and what it is interested in. */
export interface InterestedPackage {
  readonly name: string
  readonly interests: readonly TriggerInterest[]
}

/**
 * Returns the files of /var/lib/dpkg/triggers by name: `File` with a line for each file trigger, and one file for
 * each named trigger with a line for each package (dpkg's doc/triggers.txt and lib/dpkg/triglib.c).
 */
export function formatTriggerFiles(packages: readonly InterestedPackage[]): Map<string, string> {
  const files = new Map<string, string>()
  const append = (file: string, line: string) =>
    files.set(file, `${files.get(file) ?? ''}${line}\n`)
  for (const { name, interests } of packages) {
    for (const { trigger, awaited } of interests) {
      const listener = awaited ? name : `${name}/noawait`
      if (trigger.startsWith('/')) append('File', `${trigger} ${listener}`)
      else append(trigger, listener)
    }
  }
  return files
}
