import { readFile } from 'node:fs/promises'
import type { TextSource } from '@apt2ostree/treefile'

/** The text that an image.yaml gives in place or by a file's name; it ends in a line end. */
export async function readText(source: TextSource): Promise<string> {
  return 'text' in source ? `${source.text.trimEnd()}\n` : readFile(source.path, 'utf8')
}
