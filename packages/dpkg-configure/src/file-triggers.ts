import type { UnpackedSystem } from './unpacked-system.js'

/**
 * The file triggers that packages in this system wait for and that files of other packages would
 * have set off: `dpkg --unpack` sets them off one package at a time, a tree that appears whole
 * does not. A package that is not configured yet needs none, but several (hicolor-icon-theme,
 * fontconfig) do only when triggered what apt's order of work makes them do. What packages that are
 * installed have to tell each other they were told before.
 */
export function dueFileTriggers(system: UnpackedSystem): string[] {
  const interests = parseFileInterests(system.read('triggers/File'))
  if (interests.length === 0) return []
  const due = new Set<string>()
  const added = new Set(system.packages.map(({ name }) => name))
  for (const { infoName, name } of [...system.packages, ...system.installed]) {
    const waiting = interests.filter(
      ({ path, owner }) =>
        owner !== name && !due.has(path) && (added.has(name) || added.has(owner)),
    )
    if (waiting.length === 0) continue
    const list = `\n${system.read(`info/${infoName}.list`)}`
    for (const { path } of waiting) {
      if (list.includes(`\n${path}/`) || list.includes(`\n${path}\n`)) due.add(path)
    }
  }
  return [...due].sort()
}

/** One line of `triggers/File`: the path and the package that is interested in it. */
export interface FileInterest {
  readonly path: string
  /** Without its architecture. */
  readonly owner: string
}

/** The lines `PATH PACKAGE[:ARCH][/noawait]` of dpkg's `triggers/File` (doc/triggers.txt). */
export function parseFileInterests(text: string): FileInterest[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const end = line.lastIndexOf(' ')
      const owner = line.slice(end + 1).replace(/\/.*$/, '')
      return { path: line.slice(0, end), owner: owner.replace(/:.*$/, '') }
    })
}
