import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Returns the names, versions and licences of the packages that the modules at these paths are from,
 * as their licences ask of whoever hands on their code; empty where there are none. Throws where a
 * package has no licence file.
 */
export function thirdPartyNotices(modulePaths) {
  const roots = modulePaths.filter((path) => path.includes('/node_modules/')).map(packageRoot)
  return [...new Set(roots)].map(notice).sort().join('\n')
}

/** The nearest folder with a manifest that has a name: some have one below that only says `type`. */
function packageRoot(path) {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && manifestIn(folder).name) return folder
  }
}

function notice(root) {
  const { name, version, license } = manifestIn(root)
  const file = readdirSync(root).find((each) => /^licen[cs]e/i.test(each))
  if (file === undefined) throw new Error(`cannot bundle ${name}: it has no licence file`)
  const text = readFileSync(join(root, file), 'utf8').trim()
  return `${name} ${version} (${license})\n\n${text.replace(/^/gm, '    ').replace(/ +$/gm, '')}\n`
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
