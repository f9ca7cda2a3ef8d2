import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import tar from 'tar-stream'
import { OciError } from '../errors.js'
import { formatTarHeader, padding, TAR_END } from '../layers/tar-format.js'
import { type Layout, openLayout } from './layout.js'

const NAMES = /^(\.\/)?(oci-layout|index\.json|blobs\/sha256\/[0-9a-f]{64})$/

/** Yields a layout as one file, an oci-archive: the same layout always gives the same bytes. */
export async function* archiveLayout({ path }: Layout): AsyncGenerator<Uint8Array> {
  const blobs = (await readdir(join(path, 'blobs', 'sha256'))).filter(
    (name) => !name.startsWith('.'),
  )
  const common = { uid: 0, gid: 0, xattrs: [] }
  const directory = (name: string) =>
    formatTarHeader({ ...common, path: name, type: 'directory', mode: 0o755, size: 0 })
  const file = async function* (name: string) {
    const { size } = await stat(join(path, name))
    yield formatTarHeader({ ...common, path: name, type: 'file', mode: 0o644, size })
    yield* createReadStream(join(path, name)) as AsyncIterable<Buffer>
    yield padding(size)
  }
  yield* file('oci-layout')
  yield* file('index.json')
  yield directory('blobs')
  yield directory('blobs/sha256')
  for (const name of blobs.sort()) yield* file(`blobs/sha256/${name}`)
  yield TAR_END
}

/**
 * Writes what an oci-archive holds into an empty folder, and returns it as a layout. Only the names
 * of a layout are written. Throws ERR_OCI_LAYOUT where it is no such archive.
 */
export async function extractArchive(
  source: AsyncIterable<Uint8Array>,
  folder: string,
): Promise<Layout> {
  await mkdir(join(folder, 'blobs', 'sha256'), { recursive: true })
  const extract = Readable.from(source).pipe(tar.extract())
  try {
    for await (const entry of extract) {
      const [, , name] = NAMES.exec(entry.header.name) ?? []
      if (name === undefined || entry.header.type !== 'file') {
        entry.resume()
        continue
      }
      const file = await open(join(folder, name), 'wx')
      try {
        for await (const chunk of entry as AsyncIterable<Buffer>) await file.writeFile(chunk)
      } finally {
        await file.close()
      }
    }
  } catch (cause) {
    throw new OciError('ERR_OCI_LAYOUT', 'cannot read the archive: it is no whole tar', { cause })
  }
  return openLayout(folder)
}
