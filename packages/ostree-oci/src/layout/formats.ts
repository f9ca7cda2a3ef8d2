import { OciError } from '../errors.js'

/** What a blob is, and which: the OCI image specification's descriptor. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly annotations?: Readonly<Record<string, string>>
  readonly platform?: Platform
}

export interface Platform {
  readonly architecture: string
  readonly os: string
  readonly variant?: string
}

export interface Index {
  readonly schemaVersion: 2
  readonly mediaType?: string
  readonly manifests: readonly Descriptor[]
}

export interface Manifest {
  readonly schemaVersion: 2
  readonly mediaType?: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly annotations?: Readonly<Record<string, string>>
}

export interface ImageConfig {
  readonly created?: string
  readonly architecture: string
  readonly os: string
  readonly variant?: string
  readonly config?: Readonly<Record<string, unknown>>
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly string[] }
  readonly history?: readonly Readonly<Record<string, unknown>>[]
}

export const MEDIA_TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const

/** What Docker calls the same things. */
export const DOCKER_MEDIA_TYPES = {
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
} as const

/** Layers that can be read: a tar, as it is or compressed. */
export const LAYER_TYPE =
  /^application\/vnd\.(oci\.image\.layer(\.nondistributable)?\.v1\.tar(\+(gzip|zstd))?|docker\.image\.rootfs\.diff\.tar(\.gzip)?)$/

/** The annotation by which an index names its images. */
export const REF_NAME = 'org.opencontainers.image.ref.name'

const DIGEST = /^sha256:[0-9a-f]{64}$/

/** Returns the index in `text`. Throws ERR_OCI_LAYOUT where it is none. */
export function parseIndex(text: string, name: string): Index {
  const value = parseObject(text, name)
  if (!Array.isArray(value.manifests)) throw malformed(name, 'it has no list of manifests')
  const manifests = value.manifests.map((each) => asDescriptor(each, name))
  return { ...value, schemaVersion: 2, manifests }
}

/** Returns the manifest in `text`. Throws ERR_OCI_LAYOUT where it is none. */
export function parseManifest(text: string, name: string): Manifest {
  const value = parseObject(text, name)
  if (!Array.isArray(value.layers)) throw malformed(name, 'it has no list of layers')
  const layers = value.layers.map((each) => asDescriptor(each, name))
  return { ...value, schemaVersion: 2, config: asDescriptor(value.config, name), layers }
}

/** Returns the image configuration in `text`. Throws ERR_OCI_LAYOUT where it is none. */
export function parseImageConfig(text: string, name: string): ImageConfig {
  const value = parseObject(text, name)
  const rootfs = value.rootfs as { diff_ids?: unknown } | undefined
  const ids = rootfs?.diff_ids
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string' && DIGEST.test(id))) {
    throw malformed(name, 'its rootfs has no list of SHA-256 diff_ids')
  }
  const { architecture, os } = value
  if (typeof architecture !== 'string' || typeof os !== 'string') {
    throw malformed(name, 'it names no architecture and os')
  }
  return { ...value, architecture, os, rootfs: { type: 'layers', diff_ids: ids } }
}

/** Returns the text of a value, the same for the same value: keys stand in the order they were given. */
export function formatJson(value: Index | Manifest | ImageConfig | object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}

function parseObject(text: string, name: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new OciError('ERR_OCI_LAYOUT', `cannot read ${name}: it is not JSON`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(name, 'it is not an object')
  }
  return value as Record<string, unknown>
}

function asDescriptor(value: unknown, name: string): Descriptor {
  const { mediaType, digest, size } = (value ?? {}) as Partial<Descriptor>
  if (typeof mediaType !== 'string') throw malformed(name, 'a descriptor has no media type')
  if (typeof digest !== 'string' || !DIGEST.test(digest)) {
    throw malformed(name, `a descriptor has ${JSON.stringify(digest)} as its digest, not a SHA-256`)
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw malformed(name, `a descriptor has ${JSON.stringify(size)} as its size`)
  }
  return value as Descriptor
}

function malformed(name: string, reason: string): OciError {
  return new OciError('ERR_OCI_LAYOUT', `cannot read ${name}: ${reason}`)
}
