import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Outcome, type RunOptions, sh } from './run.js'

/** What a recipe for GitHub's runners has that its steps depend on. */
interface Recipe {
  readonly defaults: { readonly run: { readonly shell: 'bash' } }
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>
}

/** Where a recipe runs, and a folder of programs that stand for those of the host. */
interface RecipeOptions extends RunOptions {
  readonly programs: string
}

/**
 * Runs the steps of a recipe that are scripts, one after another as a runner does with `shell: bash`,
 * up to the first that fails; returns how the last one ended. What actions do is up to the caller.
 */
export async function runRecipe(
  path: string,
  { programs, ...options }: RecipeOptions,
): Promise<Outcome> {
  const { defaults, jobs }: Recipe = parse(readFileSync(path, 'utf8'))
  if (defaults.run.shell !== 'bash') throw new Error(`"${path}" asks for another shell than bash`)
  const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
  let outcome: Outcome = { status: 0, stdout: '', stderr: '' }
  for (const script of scripts) {
    const runner = 'PATH="$PROGRAMS:$PATH" bash --noprofile --norc -eo pipefail -c "$SCRIPT"'
    const env = { ...options.env, PROGRAMS: programs, SCRIPT: script }
    outcome = await sh(runner, { ...options, env })
    if (outcome.status !== 0) break
  }
  return outcome
}

/**
 * Puts programs into `folder` that only write down what they were called with, and returns the file
 * with one line for each call.
 */
export function recordCalls(folder: string, programs: readonly string[]): string {
  mkdirSync(folder)
  const log = join(folder, 'calls')
  writeFileSync(log, '')
  for (const program of programs) {
    writeFileSync(join(folder, program), `#!/bin/sh\necho "${program} $*" >> '${log}'\n`)
    chmodSync(join(folder, program), 0o755)
  }
  return log
}
