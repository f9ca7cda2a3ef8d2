import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the workspace. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url))

/** The parts of a package.json that the checks read. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** One package of packages/: its folder's name, its manifest, its sources without tests. */
export interface Package {
  readonly folder: string
  readonly manifest: Manifest
  readonly sources: readonly string[]
}

/** Returns every package of packages/, sorted by folder. */
export function readPackages(): Package[] {
  const folders = readdirSync(join(workspaceRoot, 'packages')).sort()
  return folders
    .filter((folder) => existsSync(packagePath(folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: readJson(packagePath(folder, 'package.json')) as Manifest,
      sources: sourcesBelow(packagePath(folder, 'src')),
    }))
}

/** Returns the absolute path of something in a package. */
export function packagePath(folder: string, ...parts: string[]): string {
  return join(workspaceRoot, 'packages', folder, ...parts)
}

/** Returns a parsed JSON file. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** Returns the paths that git tracks or would, relative to the root. */
export function trackedFiles(): string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const files = execFileSync('git', list, { cwd: workspaceRoot, encoding: 'utf8' })
  return files.split('\0').filter((path) => path !== '' && existsSync(join(workspaceRoot, path)))
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join(folder, path))
    .sort()
}

/** Returns the module names that a TypeScript file imports, types included. */
export function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  const statements = /(?:\bfrom\s+|\bimport\s+|\bimport\()'([^']+)'/g
  return [...text.matchAll(statements)].map((match) => match[1] ?? '')
}

/** Returns the package that a module name belongs to: `@a/b` of `@a/b/c`. */
export function packageOf(moduleName: string): string {
  return moduleName.split('/', moduleName.startsWith('@') ? 2 : 1).join('/')
}

/** Returns every file that `entry` reaches through relative imports, itself included. */
export function reachableFrom(entry: string): string[] {
  const reached = new Set([entry])
  for (const file of reached) {
    for (const name of importsOf(file).filter((each) => each.startsWith('.'))) {
      reached.add(resolve(dirname(file), name.replace(/\.js$/, '.ts')))
    }
  }
  return [...reached]
}

/** Returns a path as it is said in a message. */
export const shown = (path: string) => relative(workspaceRoot, path)
