import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFileHeader } from '../../../test/arbitrary.js'
import { tempDirectory } from '../../../test/temp-directory.js'
import type { FileHeader } from '../../objects/file-header.js'
import { isSymlink, S_IFREG } from '../../objects/file-mode.js'
import { archiveFormat } from './archive-format.js'
import { bareUserFormat } from './bare-user-format.js'
import type { ContentFormat } from './content-format.js'

const formats: [string, ContentFormat][] = [
  ['archive', archiveFormat(6)],
  ['bare-user', bareUserFormat],
]

let count = 0

/** Writes an object in chunks and reads it back in every way. */
async function roundTrip(
  format: ContentFormat,
  path: string,
  header: FileHeader,
  chunks: Buffer[],
) {
  const content = Buffer.concat(chunks)
  const writer = format.create(path, header, content.length)
  for (const chunk of chunks) writer.write(chunk)
  writer.close()
  const stored = format.open(path)
  const streamed: Buffer[] = []
  for await (const chunk of stored.chunks()) streamed.push(chunk)
  return {
    header: stored.header,
    size: stored.size,
    whole: stored.readAll(),
    streamed: Buffer.concat(streamed),
  }
}

describe.each(formats)('%s', (_name, format) => {
  it('gives back every header and content', async () => {
    const directory = tempDirectory()
    const chunks = fc.array(fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)))
    await fc.assert(
      fc.asyncProperty(arbitraryFileHeader, chunks, async (header, parts) => {
        const given = isSymlink(header.mode) ? [] : parts
        const content = Buffer.concat(given)
        expect(await roundTrip(format, `${directory}/${count++}`, header, given)).toEqual({
          ...{ header, size: content.length, whole: content, streamed: content },
        })
      }),
      { numRuns: 50 },
    )
  })

  it('gives back contents of several slices', async () => {
    const header = { uid: 0, gid: 0, mode: S_IFREG | 0o644, xattrs: [] }
    const chunk = Buffer.from(Array.from({ length: 700_001 }, (_, i) => (i * i) >>> 5))
    const { whole, streamed } = await roundTrip(format, `${tempDirectory()}/x`, header, [
      chunk,
      chunk,
      Buffer.alloc(3_000_000),
      chunk,
    ])
    const expected = Buffer.concat([chunk, chunk, Buffer.alloc(3_000_000), chunk])
    expect(whole.equals(expected)).toBe(true)
    expect(streamed.equals(expected)).toBe(true)
  })
})

it('reads archive headers of any size', async () => {
  const xattrs = [[Buffer.from('user.large'), Buffer.alloc(60_000, 'v')]] as const
  const header = { uid: 0, gid: 0, mode: S_IFREG | 0o644, xattrs }
  const content = Buffer.from('content')
  const result = await roundTrip(archiveFormat(1), `${tempDirectory()}/x`, header, [content])
  expect(result).toEqual({ header, size: 7, whole: content, streamed: content })
})
