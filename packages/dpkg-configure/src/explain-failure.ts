import { CommandFailedError } from '@apt2ostree/sandbox'
import { DpkgConfigureError, ScriptFailedError } from './errors.js'
import { PREINST_KIND } from './preinst-command.js'
import type { RunLog } from './run-log.js'
import type { ScriptOutput } from './script-output.js'
import { DPKG_KIND } from './stage-two.js'

/**
 * The error to throw for one that ended the run: where a maintainer script is to blame it names
 * package and script; it tells where the log is, which is saved for it.
 */
export function explainFailure(error: unknown, script: ScriptOutput, log: RunLog): unknown {
  if (!(error instanceof CommandFailedError)) return error
  const logPath = log.save()
  const { command, reason, output } = error.failure
  const options = { hint: logPath === undefined ? undefined : `the full log is in "${logPath}"` }
  if (command.kind === PREINST_KIND) {
    const { subject: name = '' } = command
    return new ScriptFailedError({ package: name, script: 'preinst', reason, output }, options)
  }
  const failure = command.kind === DPKG_KIND ? script.failure(reason) : undefined
  if (failure !== undefined) return new ScriptFailedError(failure, options)
  return new DpkgConfigureError('ERR_DPKG_CONFIGURE_STEP', error.message, options)
}
