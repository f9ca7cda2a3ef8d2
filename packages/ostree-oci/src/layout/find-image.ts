import { OciError } from '../errors.js'
import {
  type Descriptor,
  DOCKER_MEDIA_TYPES,
  type ImageConfig,
  type Manifest,
  MEDIA_TYPES,
  type Platform,
  parseImageConfig,
  parseIndex,
  parseManifest,
} from './formats.js'
import { type Layout, readIndex, tagOf } from './layout.js'

/** An image of a layout, with what it says of itself. */
export interface FoundImage {
  readonly descriptor: Descriptor
  readonly manifest: Manifest
  readonly config: ImageConfig
}

/** Which image of a layout is meant. */
export interface ImageChoice {
  /** Needed where a layout has several. */
  readonly tag?: string | undefined
  /** Of images for several machines the one for this. */
  readonly platform?: Pick<Platform, 'architecture' | 'os'>
}

/** An index may name another index, and that another. */
const MOST_LEVELS = 4

/** Returns the image that is meant. Throws ERR_OCI_NO_IMAGE where none or several could be. */
export async function findImage(layout: Layout, choice: ImageChoice = {}): Promise<FoundImage> {
  const { manifests } = await readIndex(layout)
  const named = manifests.filter((each) => choice.tag === undefined || tagOf(each) === choice.tag)
  return readImage(layout, one(layout, named, choice, manifests), choice, 0)
}

/** Returns all images of a layout's index that can be read. */
export async function listImages(layout: Layout): Promise<FoundImage[]> {
  const { manifests } = await readIndex(layout)
  const found: FoundImage[] = []
  for (const each of manifests) {
    const image = await readImage(layout, each, {}, 0).catch((error) => {
      if (error instanceof OciError) return undefined
      throw error
    })
    if (image !== undefined) found.push(image)
  }
  return found
}

async function readImage(
  layout: Layout,
  descriptor: Descriptor,
  choice: ImageChoice,
  level: number,
): Promise<FoundImage> {
  const { mediaType, digest } = descriptor
  if (mediaType === MEDIA_TYPES.index || mediaType === DOCKER_MEDIA_TYPES.index) {
    if (level === MOST_LEVELS) {
      throw new OciError('ERR_OCI_LAYOUT', `cannot read ${digest}: indexes name each other`)
    }
    const { manifests } = parseIndex(await layout.blobs.read(descriptor), digest)
    const fitting = manifests.filter(({ platform }) => fits(platform, choice.platform))
    return readImage(layout, one(layout, fitting, choice, manifests), choice, level + 1)
  }
  if (mediaType !== MEDIA_TYPES.manifest && mediaType !== DOCKER_MEDIA_TYPES.manifest) {
    throw new OciError(
      'ERR_OCI_UNSUPPORTED',
      `cannot read ${digest}: its media type is "${mediaType}"`,
    )
  }
  const manifest = parseManifest(await layout.blobs.read(descriptor), digest)
  const text = await layout.blobs.read(manifest.config)
  return { descriptor, manifest, config: parseImageConfig(text, manifest.config.digest) }
}

function one(
  { path }: Layout,
  candidates: readonly Descriptor[],
  { tag }: ImageChoice,
  all: readonly Descriptor[],
): Descriptor {
  const [first, second] = candidates
  if (first !== undefined && (second === undefined || second.digest === first.digest)) return first
  const names = all.flatMap((each) => tagOf(each) ?? []).join(', ')
  const what = tag === undefined ? 'an image' : `the image "${tag}"`
  const reason = first === undefined ? 'there is none' : 'there are several'
  throw new OciError('ERR_OCI_NO_IMAGE', `cannot find ${what} in "${path}": ${reason}`, {
    ...(names !== '' && { hint: `it has ${names}` }),
  })
}

function fits(platform: Platform | undefined, wanted: ImageChoice['platform']): boolean {
  if (wanted === undefined || platform === undefined) return true
  return platform.architecture === wanted.architecture && platform.os === wanted.os
}
