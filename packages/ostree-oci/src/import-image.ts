import { createHash } from 'node:crypto'
import { decompress } from '@apt2ostree/decompress'
import { type Checksum, type Repo, TreeBuilder, Variant } from '@apt2ostree/ostree-repo'
import { OciError } from './errors.js'
import { applyLayer } from './layers/apply-layer.js'
import { digestOf } from './layout/blobs.js'
import { findImage, type ImageChoice } from './layout/find-image.js'
import { type Descriptor, LAYER_TYPE } from './layout/formats.js'
import type { Layout } from './layout/layout.js'

export interface ImportOptions extends ImageChoice {
  readonly repo: Repo
  readonly layout: Layout
  /** The ref to move. */
  readonly branch: string
  readonly signal?: AbortSignal
  /** Told of each layer before it is applied: which of how many. */
  readonly onLayer?: (index: number, total: number) => void
}

/**
 * Writes an image of a layout as a commit, and returns its checksum. Each blob is verified against its
 * digest and size, each tar against its diff id; nothing is committed unless all hold. The commit has no
 * parent, the time that the image says it was created, and the manifest's digest as metadata.
 * Throws OciError, DecompressError and OstreeRepoError.
 */
export async function importImage(options: ImportOptions): Promise<Checksum> {
  const { repo, layout, branch, signal, onLayer } = options
  const { descriptor, manifest, config } = await findImage(layout, options)
  const ids = config.rootfs.diff_ids
  if (ids.length !== manifest.layers.length) {
    throw new OciError(
      'ERR_OCI_LAYOUT',
      `cannot import ${descriptor.digest}: it has ${manifest.layers.length} layers and ${ids.length} diff ids`,
    )
  }
  return repo.transaction(async (tx) => {
    const tree = TreeBuilder.empty()
    for (const [index, layer] of manifest.layers.entries()) {
      signal?.throwIfAborted()
      onLayer?.(index, ids.length)
      const content = layerContent(layout, layer, ids[index] ?? '', signal)
      await applyLayer(tree, tx, withoutReturn(content))
      // a tar ends before its bytes do, and it is their end that verifies them
      for await (const _ of content) {
      }
    }
    const { tree: rootTree, meta: rootMeta } = tree.write(tx)
    const metadata = new Map([
      ['ostree.ref-binding', Variant.strings([branch])],
      ['ostree.manifest-digest', Variant.string(descriptor.digest)],
    ])
    const timestamp = Math.max(0, Math.floor(Date.parse(config.created ?? '') / 1000) || 0)
    const commit = tx.writeCommit({ rootTree, rootMeta, timestamp, metadata })
    tx.setRef(branch, commit)
    return commit
  })
}

/** The tar of a layer; its end throws where blob or tar are not those that were promised. */
async function* layerContent(
  layout: Layout,
  layer: Descriptor,
  diffId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (!LAYER_TYPE.test(layer.mediaType)) {
    throw new OciError(
      'ERR_OCI_UNSUPPORTED',
      `cannot import a layer of media type "${layer.mediaType}"`,
    )
  }
  const hash = createHash('sha256')
  const blob = layout.blobs.stream(layer, signal)
  const plain = /[.+](gzip|zstd)$/.test(layer.mediaType) ? decompress(blob) : blob
  for await (const chunk of plain) {
    hash.update(chunk)
    yield chunk
  }
  const actual = digestOf(hash)
  if (actual === diffId) return
  throw new OciError(
    'ERR_OCI_DIGEST',
    `cannot import layer ${layer.digest}: its tar is ${actual}, not ${diffId}`,
  )
}

/** The same content, which its reader cannot end early. */
function withoutReturn<T>(content: AsyncGenerator<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => ({ next: () => content.next() }) }
}
