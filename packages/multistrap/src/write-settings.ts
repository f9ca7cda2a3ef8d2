import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Configuration, sourcesFiles } from '@apt2ostree/multistrap-conf'

/**
 * Writes into a root directory what multistrap leaves there of its own: the apt sources of the
 * sections that `aptsources=` names, for these architectures, the file of pins, the configscript.
 */
export function writeSettings(
  { aptSources, preferences, configScript }: Configuration,
  architectures: readonly string[],
  directory: string,
): void {
  const sources = join(directory, 'etc/apt/sources.list.d')
  mkdirSync(sources, { recursive: true })
  for (const { name, text } of sourcesFiles(aptSources, architectures)) {
    writeFileSync(join(sources, name), text)
  }
  if (preferences !== undefined) {
    const pins = join(directory, 'etc/apt/preferences.d')
    mkdirSync(pins, { recursive: true })
    copyFileSync(preferences.value, join(pins, basename(preferences.value)))
  }
  if (configScript !== undefined) {
    copyFileSync(configScript.value, join(directory, basename(configScript.value)))
  }
}
