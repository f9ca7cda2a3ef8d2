import { readdirSync } from 'node:fs'
import { type ObjectId, parseLooseName } from '../objects/object-name.js'
import type { Repo } from '../repo.js'

/** The loose objects of the repo itself, without those of a parent repo; other files are no objects. */
export function* listObjects(repo: Repo): Generator<ObjectId> {
  const root = `${repo.path}/objects`
  for (const directory of readdirSync(root)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .sort()) {
    for (const name of readdirSync(`${root}/${directory}`)) {
      const object = parseLooseName(directory + name)
      if (object !== undefined) yield object
    }
  }
}
