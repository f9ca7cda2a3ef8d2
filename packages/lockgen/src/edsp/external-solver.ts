import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { encodeBytes } from '@apt2ostree/deb822'
import { LockgenError } from '../errors.js'

/** Where apt keeps programs that speak EDSP. */
const solversFolder = '/usr/lib/apt/solvers'

/** Puts a question to a solver and returns its answer. */
export type AskSolver = (question: string) => Promise<string>

/**
 * Returns a way to ask the program `name` of apt's folder of solvers, or the one at a path, over its
 * stdin and stdout. Asking throws `LockgenError` when it cannot be run or fails.
 */
export function externalSolver(name: string, signal: AbortSignal): AskSolver {
  const program = name.includes('/') ? name : `${solversFolder}/${name}`
  return async (question) => {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'], signal })
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve)
    })
    child.stdin.on('error', () => undefined) // a solver may answer before it has read everything
    child.stdin.end(encodeBytes(question))
    child.stdout.setEncoding('latin1')
    try {
      const [answer, complaint, status] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        ended,
      ])
      if (status === 0) return answer
      throw new Error(complaint.trim().split('\n').at(-1) || `it ended with status ${status}`)
    } catch (cause) {
      throw new LockgenError('ERR_LOCKGEN_SOLVER', `cannot ask the solver "${name}"`, { cause })
    }
  }
}
