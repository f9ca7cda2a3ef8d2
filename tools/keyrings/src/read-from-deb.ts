import { createReadStream } from 'node:fs'
import { posix } from 'node:path'
import { dataTar, readTar } from '@apt2ostree/deb-ar'

/**
 * Returns the content of the file at `path` (`./usr/share/…`) in a .deb, through a symlink to a file
 * in the same .deb. Throws an Error where there is none.
 */
export async function readFromDeb(deb: string, path: string): Promise<Buffer> {
  const files = new Map<string, Buffer>()
  const links = new Map<string, string>()
  for await (const { name, type, linkName, content } of readTar(dataTar(createReadStream(deb)))) {
    const normal = posix.normalize(name)
    if (type === 'file') files.set(normal, await collect(content))
    if (type === 'symlink') links.set(normal, posix.join(posix.dirname(normal), linkName))
  }
  const wanted = posix.normalize(path)
  const found = files.get(links.get(wanted) ?? wanted)
  if (found === undefined) throw new Error(`no ${path} in ${deb}`)
  return found
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}
