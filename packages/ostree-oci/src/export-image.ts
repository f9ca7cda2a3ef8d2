import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { type Commit, lookupPath, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'
import { OciError } from './errors.js'
import { type ContainerSettings, imageConfig, platformOf } from './image-config.js'
import { layerTar } from './layers/layer-tar.js'
import { type PackageOwners, readPackageOwners } from './layers/package-owners.js'
import { splitTree, type TreeLayer } from './layers/split-tree.js'
import { digestOf } from './layout/blobs.js'
import { compress, type LayerCompression, TYPE_SUFFIX } from './layout/compress.js'
import { listImages } from './layout/find-image.js'
import {
  type Descriptor,
  formatJson,
  MEDIA_TYPES,
  type Platform,
  REF_NAME,
} from './layout/formats.js'
import { addToIndex, type Layout } from './layout/layout.js'

/** Where layers are told apart by what their tar is made of. */
const KEY_ANNOTATION = 'apt2ostree.layer.sha256'

export interface ExportOptions {
  readonly repo: Repo
  readonly rev: string
  readonly layout: Layout
  readonly tag: string
  /** Moves the tag where the layout has it. Default: that is an error. */
  readonly replace?: boolean
  /** Default: 64; at least 4. */
  readonly maxLayers?: number
  /** Default: gzip. */
  readonly compression?: LayerCompression
  readonly settings?: ContainerSettings
  /** Default: that of the tree's packages. */
  readonly platform?: Platform
  /** More annotations of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>
  /** How many layers are compressed at a time; default: one a core. */
  readonly jobs?: number
  readonly signal?: AbortSignal
  /** Told of each layer when it is there, and whether the layout had it. */
  readonly onLayer?: (layer: ExportedLayer) => void
}

export interface ExportedLayer {
  readonly name: string
  readonly size: number
  readonly isNew: boolean
}

interface StoredLayer {
  readonly descriptor: Descriptor
  /** The digest of the tar. */
  readonly diffId: string
}

/**
 * Writes the tree of a commit into a layout as an image, and returns the descriptor of its manifest. The
 * same commit gives the same digests; layers that the layout has from any image are not made again.
 * Throws OciError, and as reading the repo does.
 */
export async function exportImage(options: ExportOptions): Promise<Descriptor> {
  const { repo, rev, layout, tag, settings = {}, annotations = {} } = options
  const checksum = repo.requireCommit(rev)
  const commit = repo.readCommit(checksum)
  const root = repo.readRoot(checksum)
  assertContainer(repo, root, rev)
  const owners = readPackageOwners(repo, root)
  const layers = splitTree(repo, root, owners, options.maxLayers)
  const created = new Date(Number(commit.timestamp) * 1000).toISOString().replace('.000Z', 'Z')
  const platform = options.platform ?? treePlatform(owners, rev)
  const stored = await storeLayers(options, layers)
  const config = imageConfig(settings, {
    created,
    platform,
    labels: bootLabels(commit),
    layers: stored.map(({ diffId }, index) => ({ diffId, name: layers[index]?.name ?? '' })),
  })
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: { mediaType: MEDIA_TYPES.config, ...(await layout.blobs.put(formatJson(config))) },
    layers: stored.map(({ descriptor }) => descriptor),
    annotations: {
      'org.opencontainers.image.created': created,
      'org.opencontainers.image.revision': checksum,
      ...annotations,
    },
  }
  const blob = await layout.blobs.put(formatJson(manifest))
  const descriptor = {
    mediaType: MEDIA_TYPES.manifest,
    ...blob,
    annotations: { [REF_NAME]: tag },
    platform,
  }
  await addToIndex(layout, descriptor, { replace: options.replace ?? false })
  return descriptor
}

/** A tree whose /etc lies at /usr/etc is for ostree's own deployments, and no container runs from it. */
function assertContainer(repo: Repo, root: TreeRef, rev: string): void {
  if (lookupPath(repo, root, '/usr/etc') === undefined) return
  if (lookupPath(repo, root, '/etc') !== undefined) return
  throw new OciError('ERR_OCI_TREE', `cannot export "${rev}": its /etc lies at /usr/etc`, {
    hint: 'export the configured commit that it was made of, or finalize with --target bootc',
  })
}

function treePlatform({ architecture }: PackageOwners, rev: string): Platform {
  if (architecture !== undefined) return platformOf(architecture)
  throw new OciError(
    'ERR_OCI_TREE',
    `cannot tell the architecture of "${rev}": dpkg is not in its package database`,
    { hint: 'name it with --platform OS/ARCHITECTURE' },
  )
}

/** What tells bootc that an image can be booted. */
function bootLabels({ metadata }: Commit): Record<string, string> {
  return metadata.get('ostree.bootable')?.value === true
    ? { 'containers.bootc': '1', 'ostree.bootable': 'true' }
    : {}
}

async function storeLayers(
  options: ExportOptions,
  layers: readonly TreeLayer[],
): Promise<StoredLayer[]> {
  const { compression = 'gzip', jobs = availableParallelism(), onLayer } = options
  const known = await knownLayers(options.layout)
  const stored = new Array<StoredLayer>(layers.length)
  const queue = layers.entries()
  const work = async () => {
    for (const [index, layer] of queue) {
      const found = known.get(nameOf(compression, layer.key))
      const result = found ?? (await storeLayer(options, compression, layer))
      stored[index] = { ...result, descriptor: described(result.descriptor, layer) }
      onLayer?.({ name: layer.name, size: result.descriptor.size, isNew: found === undefined })
    }
  }
  await Promise.all(Array.from({ length: jobs >= 1 ? jobs : 1 }, work))
  return stored
}

/** The layers that images of the layout have, if their blobs are there. */
async function knownLayers(layout: Layout): Promise<Map<string, StoredLayer>> {
  const known = new Map<string, StoredLayer>()
  for (const { manifest, config } of await listImages(layout)) {
    for (const [index, descriptor] of manifest.layers.entries()) {
      const key = descriptor.annotations?.[KEY_ANNOTATION]
      const diffId = config.rootfs.diff_ids[index]
      if (key === undefined || diffId === undefined || !(await layout.blobs.has(descriptor)))
        continue
      known.set(`${descriptor.mediaType} ${key}`, { descriptor, diffId })
    }
  }
  return known
}

const mediaTypeOf = (compression: LayerCompression) => MEDIA_TYPES.layer + TYPE_SUFFIX[compression]
const nameOf = (compression: LayerCompression, key: string) => `${mediaTypeOf(compression)} ${key}`

async function storeLayer(
  { repo, layout, signal }: ExportOptions,
  compression: LayerCompression,
  { entries }: TreeLayer,
): Promise<StoredLayer> {
  const hash = createHash('sha256')
  const tapped = async function* () {
    for await (const chunk of layerTar(repo, entries)) {
      hash.update(chunk)
      yield chunk
    }
  }
  const blob = await layout.blobs.putStream(compress(tapped(), compression, signal))
  return { descriptor: { mediaType: mediaTypeOf(compression), ...blob }, diffId: digestOf(hash) }
}

function described({ mediaType, digest, size }: Descriptor, layer: TreeLayer): Descriptor {
  const { key, packages } = layer
  const components = packages.length > 0 ? { 'ostree.components': packages.join(',') } : {}
  return { mediaType, digest, size, annotations: { ...components, [KEY_ANNOTATION]: key } }
}
