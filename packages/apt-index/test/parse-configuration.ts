import { AptConfiguration } from '../src/host/apt-configuration.js'
import { parseAptConf } from '../src/host/parse-apt-conf.js'

/** Returns the configuration that the text of one apt.conf sets; `#include` is passed over. */
export function parseConfiguration(text: string): AptConfiguration {
  const configuration = new AptConfiguration()
  for (const statement of parseAptConf(text, 'apt.conf')) {
    if (statement.kind === 'set') configuration.set(statement.name, statement.value)
    if (statement.kind === 'clear') configuration.clear(statement.name)
  }
  return configuration
}
