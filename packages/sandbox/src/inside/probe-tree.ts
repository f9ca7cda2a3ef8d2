import { SandboxError } from '../errors.js'
import type { ForeignPrograms } from '../foreign-programs.js'
import type { Job } from '../job.js'
import { shell } from '../tree-architecture.js'
import { killOthers } from './processes.js'
import type { Rootfs } from './rootfs.js'
import { type CommandContext, runCommand } from './run-command.js'

/**
 * Runs as little as shows that the tree's programs run at all, before the first command fails
 * without saying why. Throws ERR_SANDBOX_FOREIGN and ERR_SANDBOX_SETUP.
 */
export async function probeTree(
  { foreign }: Job,
  { probe }: Rootfs,
  context: CommandContext,
): Promise<void> {
  if (foreign !== undefined) await probeForeign(foreign, context)
  if (probe === undefined) return
  const failure = await runCommand(probe.command, context, killOthers)
  if (failure === undefined) return
  const { reason, hint } = probe.explain(failure)
  throw new SandboxError('ERR_SANDBOX_SETUP', `cannot prepare the sandbox: ${reason}`, { hint })
}

async function probeForeign(foreign: ForeignPrograms, context: CommandContext): Promise<void> {
  const command = {
    label: shell,
    argv: [shell, '-c', ':'],
    mustBeSilent: true,
  } as const
  const failure = await runCommand(command, { ...context, innerEnvironment: {} }, killOthers)
  if (failure === undefined) return
  const { architecture, host, hint } = foreign
  const reason = failure.includes('Exec format error')
    ? 'the kernel has no interpreter for them'
    : `their interpreter does not start (it has to be registered with flag F): ${failure}`
  throw new SandboxError(
    'ERR_SANDBOX_FOREIGN',
    `cannot run ${architecture} programs on this ${host} host: ${reason}`,
    { hint },
  )
}
