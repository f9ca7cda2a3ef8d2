import { createHash } from 'node:crypto'
import type { Checksum, DirTree } from '@apt2ostree/ostree-repo'
import type { TreeStore } from '../src/tree-store.js'

/** A tree in a test: text is a file's content, `-> x` a symlink, a mapping a directory. */
export interface TestTree {
  readonly [name: string]: string | TestTree
}

/** Metadata objects in memory, named by the digest of their content as in a repo. */
export class MemoryStore implements TreeStore {
  readonly #trees = new Map<Checksum, DirTree>()
  readonly #contents = new Map<Checksum, string>()
  /** How many dirtrees were read, to see what a merge leaves alone. */
  reads = 0

  readDirTree(checksum: Checksum): DirTree {
    this.reads += 1
    const tree = this.#trees.get(checksum)
    if (tree === undefined) throw new Error(`no dirtree ${checksum}`)
    return tree
  }

  writeDirTree({ files, dirs }: DirTree): Checksum {
    const sorted = { files: [...files].sort(), dirs: [...dirs].sort() }
    const checksum = digest(JSON.stringify(sorted))
    this.#trees.set(checksum, sorted)
    return checksum
  }

  readSymlink(checksum: Checksum): string | undefined {
    return this.#contents.get(checksum)?.match(/^-> (.*)/)?.[1]
  }

  /** Stores a tree and returns its checksum. A directory's metadata is the text under `.`. */
  write(tree: TestTree): Checksum {
    const entries = Object.entries(tree).filter(([name]) => name !== '.')
    return this.writeDirTree({
      files: entries.flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, this.#file(value)] as const] : [],
      ),
      dirs: entries.flatMap(([name, value]) =>
        typeof value === 'string' ? [] : [[name, this.write(value), metaOf(value)] as const],
      ),
    })
  }

  /** The stored tree as a test spells it. */
  read(checksum: Checksum): TestTree {
    const { files, dirs } = this.readDirTree(checksum)
    return Object.fromEntries([
      ...files.map(([name, file]) => [name, this.#contents.get(file) ?? '']),
      ...dirs.map(([name, tree, meta]) => [name, { ...dot(meta), ...this.read(tree) }]),
    ])
  }

  #file(content: string): Checksum {
    const checksum = digest(content)
    this.#contents.set(checksum, content)
    return checksum
  }
}

/** In tests a dirmeta's checksum is the text that describes it. */
export function metaOf(tree: TestTree): Checksum {
  return (tree['.'] ?? '0755') as Checksum
}

function dot(meta: Checksum): TestTree {
  return meta === metaOf({}) ? {} : { '.': meta }
}

function digest(text: string): Checksum {
  return createHash('sha256').update(text).digest('hex') as Checksum
}
