import { join } from 'node:path'
import { AptError } from '../errors.js'
import type { Environment } from '../transport/network.js'
import { AptConfiguration } from './apt-configuration.js'
import { confName, etcPath, listNames, readTextFile } from './host-files.js'
import { parseAptConf } from './parse-apt-conf.js'

/** apt's own bound on files that include each other. */
const maxDepth = 10

/**
 * Returns apt's configuration on this machine, in the order of apt.conf(5): the file that `APT_CONFIG`
 * names, which may move the others, then the parts, then the main file. Throws an AptError for a file
 * that can't be read or that apt refuses.
 */
export async function readConfiguration(environment: Environment): Promise<AptConfiguration> {
  const configuration = new AptConfiguration()
  if (environment.APT_CONFIG) await addFile(configuration, environment.APT_CONFIG)
  await addDirectory(configuration, etcPath(configuration, 'parts', 'apt.conf.d'))
  await addFile(configuration, etcPath(configuration, 'main', 'apt.conf'))
  return configuration
}

async function addDirectory(configuration: AptConfiguration, path: string, depth = 0) {
  for (const name of await listNames(path)) {
    if (confName.test(name)) await addFile(configuration, join(path, name), depth)
  }
}

async function addFile(configuration: AptConfiguration, path: string, depth = 0): Promise<void> {
  const text = await readTextFile(path)
  if (text === undefined && depth > 0) {
    throw new AptError('ERR_APT_CONFIGURATION', `cannot read "${path}": no such file`)
  }
  for (const statement of parseAptConf(text ?? '', path)) {
    if (statement.kind === 'set') configuration.set(statement.name, statement.value)
    else if (statement.kind === 'clear') configuration.clear(statement.name)
    else if (depth >= maxDepth) {
      const message = `cannot read apt's configuration at ${path}: too many nested includes`
      throw new AptError('ERR_APT_CONFIGURATION', message)
    } else if (statement.path.endsWith('/')) {
      await addDirectory(configuration, statement.path, depth + 1)
    } else await addFile(configuration, statement.path, depth + 1)
  }
}
