import { formatConfiguration } from '@apt2ostree/multistrap-conf'
import { findHooks } from './hooks.js'
import { type RootPlan, withOptions } from './make-root.js'

/** Returns what a run would do: the image.yaml it amounts to, and what it does beside that, as comments. */
export function describePlan(plan: RootPlan): string {
  const { configuration: conf, directory, path } = plan
  const hooks = findHooks(conf.hookFolders.map(({ value }) => value))
  const steps = [
    `directory: ${directory === '' ? 'none is named' : directory}`,
    ...[conf.setupScript?.value ?? []].flat().map((script) => `setupscript: ${script}`),
    ...Object.entries(hooks).flatMap(([stage, scripts]) =>
      scripts.map((script: string) => `${stage} hook: ${script}`),
    ),
    ...[conf.tarballName?.value ?? []].flat().map((name) => `tarball: ${name}`),
  ]
  const image = formatConfiguration(withOptions(plan), path)
  return `${image}\n${steps.map((step) => `# ${step}\n`).join('')}`
}
