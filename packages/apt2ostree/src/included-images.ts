import { readTreefile, type Treefile } from '@apt2ostree/treefile'

/** The images that one includes, nearest first: each include is followed by what it includes itself. */
export async function* includedImages({ includes }: Treefile): AsyncGenerator<Treefile> {
  for (const path of includes) {
    const included = await readTreefile(path)
    yield included
    yield* includedImages(included)
  }
}
