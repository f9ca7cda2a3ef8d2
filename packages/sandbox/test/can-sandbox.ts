import { missingRequirement } from '../src/backend.js'
import { type Backend, readHostFacts } from '../src/index.js'

/** Whether this host has all that these backends need. */
export function canSandbox(...backends: readonly Backend[]): boolean {
  const facts = readHostFacts()
  if (facts.bubblewrap === undefined) return false
  return backends.every((backend) => missingRequirement(backend, facts) === undefined)
}
