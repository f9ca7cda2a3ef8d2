import { dirname, join } from 'node:path'
import type { BuildPlan } from '@apt2ostree/buildgen'
import { writeIfChanged } from './build-files.js'

/** The folder for what the steps of a build graph leave behind beside refs. */
export function stateFolder(output: string): string {
  return join(dirname(output), '.apt2ostree')
}

/** Writes what the steps of a plan expect to find; the state folder keeps itself out of git. */
export async function writePlanFiles(plan: BuildPlan, state: string): Promise<void> {
  await writeIfChanged(join(state, '.gitignore'), '*\n')
  for (const { files } of plan.images) {
    for (const { path, text } of files) await writeIfChanged(path, text)
  }
}
