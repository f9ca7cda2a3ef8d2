import { spawn } from 'node:child_process'
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** The scripts of hook folders, by the stage at which multistrap(1) runs them, each sorted. */
export interface Hooks {
  readonly download: readonly string[]
  readonly native: readonly string[]
  readonly completion: readonly string[]
}

/** Returns the hooks in these folders: executable files whose names begin with that of a stage. */
export function findHooks(folders: readonly string[]): Hooks {
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .map((name) => ({ name, path: resolved(join(folder, name)) }))
      .filter(({ path }) => path !== undefined && isExecutable(path)),
  )
  const of = (stage: string) =>
    files.flatMap(({ name, path = '' }) => (name.startsWith(stage) ? path : [])).sort()
  return { download: of('download'), native: of('native'), completion: of('completion') }
}

/** How scripts outside of the tree are run, and who is told of them. */
export interface ScriptContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** Called with what scripts print. */
  onOutput(chunk: Buffer): void
  /** Called for a script that fails; the work goes on, as multistrap's does. */
  onFailure(message: string): void
}

/** Runs a script of the host with these arguments, where the command runs. */
export async function runScript(
  path: string,
  args: readonly string[],
  { env, signal, onOutput, onFailure }: ScriptContext,
): Promise<void> {
  const child = spawn(path, args, { env, signal, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.on('data', onOutput)
  child.stderr.on('data', onOutput)
  const status = await new Promise<string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, name) => resolve(code === null ? `was killed by ${name}` : `${code}`))
  }).catch((error: Error) => {
    signal.throwIfAborted()
    return error.message
  })
  if (status !== '0') onFailure(`"${basename(path)}" ended with ${status}`)
}

function resolved(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
