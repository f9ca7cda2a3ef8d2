import { parseStanza } from '@apt2ostree/deb822'
import { type Checksum, lookupPath, type ObjectWriter, type Repo } from '@apt2ostree/ostree-repo'
import type { Layer } from './layer.js'
import type { OverriddenFile } from './merge-state.js'

/** Directories of the root that a merged /usr has as symlinks into /usr. */
const ALIASED = /^\/usr(?=\/(bin|sbin|lib|lib32|lib64|libo32|libx32)\/)/

/**
 * New `/var/lib/dpkg/info/NAME.list` files, by path, for packages whose files gave way to those of
 * others: dpkg takes such a path off the list of the package that lost it (FNNF_ELIDE_OTHER_LISTS
 * in dpkg's src/main/unpack.c). Layers that are no package have no list.
 */
export function strikeFromLists(
  repo: Repo,
  writer: ObjectWriter,
  layers: readonly Layer[],
  overridden: readonly OverriddenFile[],
): Map<string, Checksum> {
  const lists = new Map<string, Checksum>()
  for (const position of new Set(overridden.map(({ layer }) => layer))) {
    const layer = layers[position]
    const path = layer === undefined ? undefined : listPath(layer)
    if (layer === undefined || path === undefined) continue
    const entry = lookupPath(repo, layer, path)
    if (entry?.type !== 'file') continue
    const file = repo.openFile(entry.checksum)
    const lost = overridden.filter((each) => each.layer === position).map(({ path }) => path)
    const text = strikeOut(file.readAll().toString('latin1'), lost)
    lists.set(path, writer.writeFile(file.header, Buffer.from(text, 'latin1')))
  }
  return lists
}

/** The lines without those of `paths`, which a list may spell as they were before the merged /usr. */
export function strikeOut(list: string, paths: readonly string[]): string {
  const struck = new Set(paths.flatMap((path) => [path, path.replace(ALIASED, '')]))
  return list
    .split('\n')
    .filter((line) => !struck.has(line))
    .join('\n')
}

function listPath({ control }: Layer): string | undefined {
  if (control === undefined) return undefined
  const stanza = parseStanza(control)
  const suffix = stanza.get('Multi-Arch') === 'same' ? `:${stanza.get('Architecture')}` : ''
  return `/var/lib/dpkg/info/${stanza.get('Package')}${suffix}.list`
}
