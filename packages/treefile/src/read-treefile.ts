import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, join, normalize, resolve } from 'node:path'
import { TreefileError } from './errors.js'
import { mergeTreefiles } from './merge-treefiles.js'
import { parseTreefile } from './parse-treefile.js'
import type { Treefile, TreefileLayer } from './treefile.js'

/**
 * The image that the file at `path` describes: its includes, read depth first, are merged under it
 * in their order by mergeTreefiles. Throws a TreefileError naming the file, line and column.
 */
export async function readTreefile(path: string): Promise<Treefile> {
  const files: string[] = []
  const merged = await readMerged(normalize(path), [], files)
  return withDefaults(merged, [...new Set(files)])
}

/** `merged` with what image.yaml leaves unsaid. */
export function withDefaults(merged: TreefileLayer, files: readonly string[]): Treefile {
  const { path } = merged
  const stem = basename(path, extname(path))
  return {
    ...merged,
    files,
    name: stem === 'image' ? basename(dirname(resolve(path))) : stem,
    lockfile: merged.lockfile ?? join(dirname(path), `${stem}.lock`),
    ids: merged.ids ?? join(dirname(path), `${stem}.ids`),
    recommends: merged.recommends ?? false,
    essential: merged.essential ?? true,
    required: merged.required ?? true,
  }
}

async function readMerged(path: string, above: string[], files: string[]): Promise<TreefileLayer> {
  if (above.includes(path)) {
    const chain = [...above.slice(above.indexOf(path)), path]
    throw new TreefileError(path, [{ path, message: `it includes itself: ${chain.join(' → ')}` }])
  }
  files.push(path)
  const top = parseTreefile(await readText(path, above.at(-1)), path)
  let base: TreefileLayer | undefined
  for (const include of top.includes) {
    const layer = await readMerged(include, [...above, path], files)
    base = base === undefined ? layer : mergeTreefiles(base, layer)
  }
  return base === undefined ? top : mergeTreefiles(base, top)
}

async function readText(path: string, includedBy: string | undefined): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const message = includedBy === undefined ? 'it cannot be read' : `"${includedBy}" includes it`
    const hint =
      includedBy === undefined ? { hint: 'apt2ostree init writes a first image.yaml' } : {}
    throw new TreefileError(path, [{ path, message, ...hint }], { cause })
  }
}
