import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Changes an environment to the one that all is measured in: this workspace's tools come first, and
 * Node is not told to read certificates (NODE_EXTRA_CA_CERTS), which takes it longer, at every start,
 * than starting.
 */
export function toBenchEnvironment(env: NodeJS.ProcessEnv): void {
  const tools = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url))
  env.PATH = [tools, env.PATH ?? ''].join(delimiter)
  delete env.NODE_EXTRA_CA_CERTS
}
