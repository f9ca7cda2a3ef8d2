import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitForLock } from '@apt2ostree/ostree-repo'
import { OciError } from '../errors.js'
import { Blobs } from './blobs.js'
import {
  type Descriptor,
  formatJson,
  type Index,
  MEDIA_TYPES,
  parseIndex,
  REF_NAME,
} from './formats.js'

/** The file that makes a folder an image layout (OCI image-layout.md). */
const MARK = 'oci-layout'
const VERSION = '1.0.0'
const LOCK_SECONDS = 60

/** An OCI image layout: a folder of images that share their blobs. */
export interface Layout {
  readonly path: string
  readonly blobs: Blobs
}

/** Returns the layout in a folder. Throws ERR_OCI_LAYOUT where there is none. */
export async function openLayout(path: string): Promise<Layout> {
  const text = await readFile(join(path, MARK), 'utf8').catch((cause) => {
    throw new OciError('ERR_OCI_LAYOUT', `cannot open "${path}": it is no OCI image layout`, {
      cause,
    })
  })
  let version: unknown
  try {
    version = JSON.parse(text).imageLayoutVersion
  } catch {
    version = text.trim()
  }
  if (version === VERSION) return { path, blobs: new Blobs(path) }
  throw new OciError(
    'ERR_OCI_LAYOUT',
    `cannot open "${path}": its layout version is ${JSON.stringify(version)}, not "${VERSION}"`,
  )
}

/** Returns the layout in a folder, made where there is nothing yet. */
export async function openOrInitLayout(path: string): Promise<Layout> {
  await mkdir(join(path, 'blobs', 'sha256'), { recursive: true })
  await writeFile(join(path, MARK), JSON.stringify({ imageLayoutVersion: VERSION }), {
    flag: 'wx',
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return openLayout(path)
}

/** Returns the index of a layout, empty where it has none yet. */
export async function readIndex({ path }: Layout): Promise<Index> {
  const text = await readFile(join(path, 'index.json'), 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error
    return undefined
  })
  if (text !== undefined) return parseIndex(text, `"${join(path, 'index.json')}"`)
  return { schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests: [] }
}

/**
 * Adds an image to a layout's index, in one rename; a lock keeps other writers waiting meanwhile.
 * Throws ERR_OCI_TAG where another image has the tag, unless it is to be replaced.
 */
export async function addToIndex(
  layout: Layout,
  manifest: Descriptor,
  { replace = false } = {},
): Promise<void> {
  const lock = await waitForLock(join(layout.path, MARK), 'exclusive', LOCK_SECONDS)
  try {
    const index = await readIndex(layout)
    const tag = tagOf(manifest)
    const holder = index.manifests.find((each) => tag !== undefined && tagOf(each) === tag)
    if (holder !== undefined && holder.digest !== manifest.digest && !replace) {
      throw new OciError(
        'ERR_OCI_TAG',
        `cannot tag an image "${tag}": "${layout.path}" has another one of that name`,
        { hint: 'choose another --tag, or move this one with --replace' },
      )
    }
    const others = index.manifests.filter(
      (each) => each !== holder && !(each.digest === manifest.digest && tagOf(each) === tag),
    )
    const text = formatJson({ ...index, manifests: [...others, manifest] })
    const temporary = join(layout.path, `.index.json.${crypto.randomUUID()}`)
    await writeFile(temporary, text)
    await rename(temporary, join(layout.path, 'index.json'))
  } finally {
    lock.release()
  }
}

/** Returns the name that an index has for an image. */
export function tagOf({ annotations }: Descriptor): string | undefined {
  return annotations?.[REF_NAME]
}
