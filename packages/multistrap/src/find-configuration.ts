import { existsSync } from 'node:fs'

/** Where multistrap(1) has configurations that are called by a short name; the last one counts. */
const folders = ['/usr/share/multistrap', '/etc/multistrap.d']

/** Returns the file of the configuration that is called `name`; undefined where there is none. */
export function findConfiguration(name: string): string | undefined {
  return folders
    .map((folder) => `${folder}/${name}.conf`)
    .filter((path) => existsSync(path))
    .at(-1)
}
