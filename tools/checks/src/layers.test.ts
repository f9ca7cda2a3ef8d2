import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLI_KIT, layerOf, PURE } from './layers.js'
import {
  importsOf,
  type Manifest,
  packageOf,
  packagePath,
  reachableFrom,
  readPackages,
  shown,
} from './workspace.js'

const packages = readPackages()
const folderOf = new Map(packages.map(({ manifest, folder }) => [manifest.name, folder]))

const isForCommandLines = (path: string) => /\/src\/(cli\.ts|commands\/)/.test(path)
/** What finds packages by their names, wherever a module lies. */
const byPackageName = /createRequire\(import\.meta\.url\)|import\.meta\.resolve\('@/g
const isExternal = (name: string) => !name.startsWith('.') && !name.startsWith('node:')

/** What is written into dist/ and not installed beside it; never a package of this workspace. */
const bundledOf = ({ devDependencies = {} }: Manifest) =>
  Object.keys(devDependencies).filter((name) => !/^@(apt2ostree|types)\//.test(name))

describe.each(packages.filter(({ folder }) => folder !== CLI_KIT))('$folder', (each) => {
  const { folder, manifest, sources } = each
  const dependencies = Object.keys(manifest.dependencies ?? {})

  it('has a layer, and depends on lower ones only', () => {
    const layer = layerOf(folder)
    expect(layer, `${folder} is in no layer`).toBeDefined()
    const internal = dependencies
      .map((name) => folderOf.get(name))
      .filter((name) => name !== undefined)
    const upward = internal.filter(
      (name) => name !== CLI_KIT && (layerOf(name) ?? Infinity) >= (layer ?? -1),
    )
    expect(upward).toEqual([])
  })

  it('imports what its manifest declares, and declares what it imports', () => {
    const imported = sources.flatMap(importsOf).filter(isExternal).map(packageOf)
    expect([...new Set(imported)].sort()).toEqual([...dependencies, ...bundledOf(manifest)].sort())
  })

  it('is a library that never reaches the command line', () => {
    const forbidden = reachableFrom(packagePath(folder, 'src/index.ts')).filter(
      (file) =>
        isForCommandLines(file) ||
        importsOf(file).some((name) => /^(yargs|ora)$|\/cli-kit$/.test(name)),
    )
    expect(forbidden.map(shown)).toEqual([])
  })

  it('finds its own files from the top of src alone: in dist all modules are there', () => {
    const strays = sources.filter(
      (file) =>
        dirname(file) !== packagePath(folder, 'src') &&
        readFileSync(file, 'utf8').replaceAll(byPackageName, '').includes('import.meta'),
    )
    expect(strays.map(shown)).toEqual([])
  })

  it('touches cli-kit in its command line alone', () => {
    const strays = sources.filter(
      (file) =>
        !isForCommandLines(file) && importsOf(file).some((name) => name.endsWith('/cli-kit')),
    )
    expect(strays.map(shown)).toEqual([])
  })
})

it.each(PURE)('%s imports nothing but this workspace and hashes', (folder) => {
  const { sources } = packages.find((each) => each.folder === folder) ?? { sources: [] }
  const foreign = sources.flatMap(importsOf).filter((name) => !/^(\.|@apt2ostree\/)/.test(name))
  expect(foreign.filter((name) => name !== 'node:crypto')).toEqual([])
})

it('knows no package word in cli-kit', () => {
  const { sources, manifest } = packages.find((each) => each.folder === CLI_KIT) ?? expect.fail()
  expect(sources.flatMap(importsOf).filter((name) => name.startsWith('@apt2ostree'))).toEqual([])
  expect(Object.keys(manifest.dependencies ?? {})).toEqual(['ora'])
  expect(bundledOf(manifest)).toEqual(['yargs'])
})
