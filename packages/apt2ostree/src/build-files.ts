import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file, whole or not at all, and makes its folder; one that holds this already is left
 * alone. Returns whether it was written.
 */
export async function writeIfChanged(path: string, content: string | Uint8Array): Promise<boolean> {
  const bytes = Buffer.from(content)
  if ((await readIfThere(path))?.equals(bytes)) return false
  await mkdir(dirname(path), { recursive: true })
  const temp = `${path}.new`
  try {
    await writeFile(temp, bytes)
    await rename(temp, path)
    return true
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
}

/** The bytes of a file, undefined when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A makefile rule without a recipe: `output` was made from `inputs`. */
export function formatDepfile(output: string, inputs: readonly string[]): string {
  const escaped = [output, ...inputs].map((path) => path.replace(/[ #\\]/g, '\\$&'))
  return `${escaped[0]}: ${escaped.slice(1).join(' \\\n  ')}\n`
}
