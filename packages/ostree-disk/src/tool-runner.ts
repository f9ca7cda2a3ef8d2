import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { chooseBackend, readHostFacts } from '@apt2ostree/sandbox'
import { DiskError } from './errors.js'
import { TOOL_PATH, type Tool } from './host-tools.js'

/** Runs the host's programs as uid 0, be it of this machine or of a user namespace. */
export interface ToolRunner {
  /** Runs a program to its end and returns what it printed. Throws ERR_DISK_TOOL_FAILED. */
  run(tool: Tool, args: readonly string[], input?: string): Promise<string>
}

/** What programs see: a date that stands still, and no language or zone of the user. */
function environment(timestamp: number): Record<string, string> {
  return {
    PATH: TOOL_PATH,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: String(timestamp),
    // e2fsprogs before 1.47.1 has a name of its own for it
    E2FSPROGS_FAKE_TIME: String(timestamp),
    // no immutable flag on the host's files: it could not be taken off again
    OSTREE_SYSROOT_DEBUG: 'mutable-deployments',
    MTOOLS_SKIP_CHECK: '1',
  }
}

/**
 * Returns how to run programs as uid 0: as we are, or in a user namespace with the user's
 * subordinate ids, the same every time. Throws ERR_SANDBOX_UNAVAILABLE where neither is to be had.
 */
export function createToolRunner(timestamp: number, signal?: AbortSignal): ToolRunner {
  const facts = readHostFacts()
  const isRoot = facts.uid === 0
  if (!isRoot) chooseBackend('unshare', facts)
  const asRoot = isRoot
    ? []
    : [facts.tools.unshare, '--user', '--map-root-user', '--map-auto', '--']
  // A program that outlived us would write on into what the next run removes.
  const prefix = [...asRoot, facts.tools.setpriv, '--pdeathsig', 'KILL', '--']
  const env = environment(timestamp)
  return {
    async run(tool, args, input = '') {
      const [program = tool, ...rest] = [...prefix, tool, ...args]
      // In a session of its own, Ctrl-C reaches it through `signal` alone.
      const child = spawn(program, rest, { env, detached: true, ...(signal && { signal }) })
      const ended = new Promise<number | null>((resolve, reject) => {
        child.once('error', reject).once('close', resolve)
      })
      child.stdin.on('error', () => undefined).end(input)
      const [output, errors, status] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        ended,
      ])
      if (status === 0) return output
      const reason = errors.trim() || `it ended with status ${status}`
      throw new DiskError('ERR_DISK_TOOL_FAILED', `cannot run ${tool}: ${reason}`)
    },
  }
}
