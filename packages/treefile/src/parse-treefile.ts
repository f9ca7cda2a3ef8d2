import { dirname, isAbsolute, join } from 'node:path'
import { type Document, isMap, LineCounter, type Node, parseDocument } from 'yaml'
import { TreefileError, type TreefileProblem } from './errors.js'
import type { ImageYaml } from './image-schema.js'
import type { TextSource, TreefileLayer } from './treefile.js'
import { checkImage } from './validate.js'

/**
 * What the text of an image.yaml says, before includes and defaults. `path` names the file in
 * errors, and its folder is put before the relative file names in the text. Throws a TreefileError that
 * lists every problem with its line and column.
 */
export function parseTreefile(text: string, path: string): TreefileLayer {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { path, line, column: col }
  }
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({
      ...at(pos[0]),
      message: `not YAML: ${lowerFirst(message)}`,
    }))
    throw new TreefileError(path, problems)
  }
  if (document.contents === null) {
    throw new TreefileError(path, [{ path, message: 'the file is empty' }])
  }
  const value = plainValue(document, path)
  const problems = checkImage(value)
    .map(({ location, key, ...problem }) => {
      const node = location.length === 0 ? document.contents : document.getIn(location, true)
      return { offset: offsetOf(node, key), problem }
    })
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, problem }): TreefileProblem => ({ ...at(offset), ...problem }))
  if (problems.length > 0) throw new TreefileError(path, problems)
  return toLayer(value as ImageYaml, path)
}

/** An alias such as `*name` may lead nowhere, which only shows here. */
function plainValue(document: Document, path: string): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    const message = `not YAML: ${lowerFirst(String((cause as Error).message))}`
    throw new TreefileError(path, [{ path, message }], { cause })
  }
}

function toLayer(image: ImageYaml, path: string): TreefileLayer {
  const folder = dirname(path)
  const file = (name: string) => (isAbsolute(name) ? name : join(folder, name))
  const textOrFile = (entry: string): TextSource =>
    isText(entry) ? { text: entry } : { path: file(entry) }
  const units = Array.isArray(image.units) ? { enable: image.units } : (image.units ?? {})
  return {
    path,
    includes: [image.include ?? []].flat().map(file),
    ...given({
      ref: image.ref,
      lockfile: image.lockfile && file(image.lockfile),
      ids: image.ids && file(image.ids),
      architecture: image.architecture,
      recommends: image.recommends,
      essential: image.essential,
      required: image.required,
      mergedUsr: image['merged-usr'],
      defaultTarget: image['default-target'],
      deploy: image.deploy,
    }),
    foreignArchitectures: image['foreign-architectures'] ?? [],
    sources: (image.sources ?? []).map(textOrFile),
    packages: image.packages ?? [],
    excludePackages: image['exclude-packages'] ?? [],
    preferences: (image.preferences ?? []).map(textOrFile),
    debconf: (image.debconf ?? []).map(textOrFile),
    addFiles: (image['add-files'] ?? []).map(([source, target]) => ({
      source: file(source),
      target,
    })),
    removeFiles: image['remove-files'] ?? [],
    postprocess: (image.postprocess ?? []).map(textOrFile),
    enableUnits: units.enable ?? [],
    disableUnits: units.disable ?? [],
    kernelArguments: image.kargs ?? [],
    commitMetadata: image['add-commit-metadata'] ?? {},
  }
}

/** Those of the values that there are. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** Text given in place holds a blank, or starts with `#!`; a file's name has neither. */
function isText(entry: string): boolean {
  return /\s/.test(entry.trim()) || entry.startsWith('#!')
}

/** Where a node starts in the file, or the `key` in it when it is a mapping. */
function offsetOf(node: unknown, key?: string): number {
  const pair = isMap(node) ? node.items.find((item) => String(item.key) === key) : undefined
  return ((pair?.key ?? node) as Node | undefined)?.range?.[0] ?? 0
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
