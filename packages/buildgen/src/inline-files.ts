import type { TextSource, Treefile } from '@apt2ostree/treefile'
import type { WrittenFile } from './build-plan.js'

/** The files that hold an image's entries, and those of them that have to be written. */
export interface NamedFiles {
  readonly paths: readonly string[]
  readonly files: readonly WrittenFile[]
}

/** An image's apt sources as files; those in the image.yaml itself go to the folder `state`. */
export function sourceFiles({ sources, name }: Treefile, state: string): NamedFiles {
  return nameFiles(sources, `${state}/${name}`, (text) =>
    /^deb(-src)?\s/.test(text) ? 'list' : 'sources',
  )
}

/** An image's answers to debconf as files, likewise. */
export function debconfFiles({ debconf, name }: Treefile, state: string): NamedFiles {
  return nameFiles(debconf, `${state}/${name}`, () => 'debconf')
}

function nameFiles(
  sources: readonly TextSource[],
  prefix: string,
  suffixOf: (text: string) => string,
): NamedFiles {
  const files: WrittenFile[] = []
  const paths = sources.map((source, index) => {
    if ('path' in source) return source.path
    const path = `${prefix}-${index + 1}.${suffixOf(source.text)}`
    files.push({ path, text: `${source.text.trimEnd()}\n` })
    return path
  })
  return { paths, files }
}
