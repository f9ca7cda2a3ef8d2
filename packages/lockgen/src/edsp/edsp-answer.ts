import { parseStanzas, type Stanza } from '@apt2ostree/deb822'
import { LockgenError } from '../errors.js'
import type { PackageVersion } from '../universe/package-version.js'

/**
 * Returns the versions that a solver's EDSP answer installs, given the versions by APT-ID.
 * Throws `LockgenError` with the solver's own words when it has no answer, and for one that does
 * not fit the question.
 */
export function parseEdspAnswer(
  text: string,
  versions: readonly PackageVersion[],
): PackageVersion[] {
  const installed: PackageVersion[] = []
  for (const stanza of parseStanzas(text)) {
    if (isRefusal(stanza)) {
      const message = stanza.get('Message')?.replace(/\n \.?/g, '\n') ?? 'no message'
      throw new LockgenError('ERR_LOCKGEN_UNSATISFIABLE', `the solver has no answer: ${message}`)
    }
    const id = stanza.get('Install')
    if (id !== undefined) {
      const version = versions[Number(id) - 1]
      if (version === undefined) throw refuse(`it installs "${id}", which is no APT-ID`)
      installed.push(version)
    } else if (stanza.get('Remove') !== undefined) {
      throw refuse('it removes a package though none is installed')
    }
  }
  if (installed.length === 0) throw refuse('it installs nothing')
  return installed
}

/** apt-cudf leaves the Error field out; Progress stanzas have a message too. */
function isRefusal(stanza: Stanza): boolean {
  if (stanza.get('Error') !== undefined) return true
  return stanza.get('Message') !== undefined && stanza.get('Progress') === undefined
}

function refuse(reason: string): LockgenError {
  return new LockgenError('ERR_LOCKGEN_SOLVER', `cannot use the answer of the solver: ${reason}`)
}
