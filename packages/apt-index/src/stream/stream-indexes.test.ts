import { decodeBytes, encodeBytes, parseStanzas } from '@apt2ostree/deb822'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PackagesCheck } from '../indexes/packages-check.js'
import { archiveRelease } from '../release/archive-release.js'
import { parseRelease } from '../release/release.js'
import type { ArchiveIndex } from './archive-index.js'
import { formatIndexStream, type ReadableIndex, readIndexStream } from './stream-indexes.js'

/** What indexes are made of, what would fool a reader of them, and now and then any bytes. */
const pieces = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['Package: a', 'package:b', 'Version: 1', ' more', 'Archive-Index: x/Packages'],
      ...['archive-index: y', 'Date: now', 'Release-SHA256: 0', '#', '# Package: c', 'Package'],
      ...['\n', '\n', '\n', '\n\n', '\r', '\r\n', ' ', '\t', ':', '\xa0', '\xff'],
    ),
  },
  { weight: 1, arbitrary: fc.uint8Array().map(decodeBytes) },
)
const indexText = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''))

const value = fc.oneof(
  fc.constantFrom('', 'noble', 'a\n b', ' x ', 'caf\xe9 \xa0', 'a: b', '#', 'two  words'),
  fc.string(),
)

/** Release files of any values, as an archive might sign them. */
const release = fc
  .tuple(value, value, value, value, value, value)
  .map(([origin, label, suite, codename, version, snapshots]) =>
    [
      `Origin: ${origin}\nLabel: ${label}\nSuite: ${suite}\nCodename: ${codename}`,
      `Version: ${version}\nSnapshots: ${snapshots}`,
      'Date: Sat, 05 Sep 2026  1:00:00 UTC\nSHA256:\n',
    ].join('\n'),
  )

function isSane(text: string): boolean {
  const check = new PackagesCheck()
  try {
    check.write(encodeBytes(text))
    check.end()
    return true
  } catch {
    return false
  }
}

function indexOf(text: string, path: string): ArchiveIndex | undefined {
  try {
    const verified = {
      archiveUri: 'http://user:pass@archive.example.org/debian/',
      suite: 'stable/',
      release: parseRelease(text),
      sha256: '0',
      signedBy: 'F',
      unchecked: ['date', 'valid-until'] as const,
    }
    return { ...archiveRelease(verified), path, component: 'main', architecture: 'amd64' }
  } catch {
    return undefined
  }
}

/** As apt takes an index by itself. */
function stanzasOf(text: string): string[] {
  return [...parseStanzas(text.replace(/\r*\n\r*/g, '\n').replace(/^\r+|\r+$/g, ''))].map(
    (stanza) => stanza.text,
  )
}

async function roundTrip(indexes: readonly ReadableIndex[]) {
  const read: { index: ArchiveIndex | undefined; text: string }[] = []
  for await (const batch of readIndexStream(formatIndexStream(indexes))) {
    for (const { index, stanza } of batch) read.push({ index, text: stanza.text })
  }
  return read
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 7) yield encodeBytes(text.slice(at, at + 7))
}

describe('the stream of indexes', () => {
  it('is read as it was written, whatever archives have in their indexes and Release files', async () => {
    const entry = fc.tuple(release, indexText)
    let seen = 0
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async (entries) => {
        const indexes = entries.flatMap(([text, content], at) => {
          const index = indexOf(text, `main/${at}/Packages`)
          return index === undefined || !isSane(content) ? [] : [{ index, content }]
        })
        seen += indexes.filter(({ content }) => stanzasOf(content).length > 0).length
        const written = indexes.map(({ index, content }) => ({
          index,
          read: () => bytesOf(content),
        }))
        expect(await roundTrip(written)).toEqual(
          indexes.flatMap(({ index, content }) =>
            stanzasOf(content).map((text) => ({ index, text })),
          ),
        )
      }),
      { numRuns: 3000 },
    )
    expect(seen).toBeGreaterThan(300)
  })

  it('gives each archive its own packages where an index does not end its last line', async () => {
    const [a, b] = ['a', 'b'].map((name) =>
      indexOf('Date: Sat, 05 Sep 2026 1:00:00 UTC\nSHA256:\n', name),
    )
    if (a === undefined || b === undefined) throw new Error('not parsed')
    const read = await roundTrip([
      { index: a, read: () => bytesOf('Package: one') },
      { index: b, read: () => bytesOf('Package: good\n') },
    ])
    expect(read.map(({ index, text }) => [index?.path, text])).toEqual([
      ['a', 'Package: one\n'],
      ['b', 'Package: good\n'],
    ])
  })

  it('says that an index stanza lacks what a lock records', async () => {
    const reading = readIndexStream(bytesOf('Archive-Index: x\n')).next()
    await expect(reading).rejects.toThrow('cannot read the index stanza at line 1: it has no Date')
  })
})
