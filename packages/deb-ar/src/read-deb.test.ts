import { gzipSync } from 'node:zlib'
import { buildAr, buildDeb, buildTar, controlText, type TarItem } from '@apt2ostree/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  controlTar,
  DebError,
  dataTar,
  openMember,
  readControl,
  readControlInfo,
  readDeb,
  readTar,
} from './index.js'

async function* inChunks(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function listTar(tar: AsyncIterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = []
  for await (const entry of readTar(tar, { label: 'x.deb' })) {
    const { type, mode, uid, gid, name, linkName } = entry
    const content = (await collect(entry.content)).toString('latin1')
    lines.push(`${type} ${mode.toString(8)} ${uid}:${gid} ${name} ${linkName}${content}`)
  }
  return lines
}

const files: readonly TarItem[] = [
  { path: './' },
  { path: './usr/' },
  { path: './usr/bin/su', mode: 0o4755, content: 'su' },
  { path: './usr/bin/wall', mode: 0o2755, gid: 5, content: '' },
  { path: './usr/bin/hard', type: 'link', target: './usr/bin/su' },
  { path: './usr/bin/soft', target: 'su' },
  { path: './caf\xe9', content: 'latin1' },
  { path: './caf\xc3\xa9', content: 'utf-8' },
  { path: `./${'long/'.repeat(30)}name`, content: 'x' },
  { path: './long', target: '../'.repeat(60) },
]

describe.each(['xz', 'zst', 'gz', 'none'] as const)('a .deb compressed with %s', (compression) => {
  const bytes = buildDeb({ compression, files, controlFiles: { postinst: '#!/bin/sh\n' } })

  test('has its members in order', async () => {
    const roles: string[] = []
    for await (const { role } of readDeb(inChunks(bytes))) roles.push(role)
    expect(roles).toEqual(['debian-binary', 'control.tar', 'data.tar'])
  })

  test('gives its control information', async () => {
    const info = await readControlInfo(inChunks(bytes))
    expect([...info.keys()]).toEqual(['control', 'postinst'])
    expect(info.get('postinst')).toEqual({ mode: 0o755, content: Buffer.from('#!/bin/sh\n') })
    expect((await readControl(inChunks(bytes))).get('package')).toBe('test')
  })

  test('gives its files with their bytes, names included', async () => {
    expect(await listTar(dataTar(inChunks(bytes)))).toEqual([
      'directory 755 0:0 ./ ',
      'directory 755 0:0 ./usr/ ',
      'file 4755 0:0 ./usr/bin/su su',
      'file 2755 0:5 ./usr/bin/wall ',
      'link 644 0:0 ./usr/bin/hard ./usr/bin/su',
      'symlink 777 0:0 ./usr/bin/soft su',
      'file 644 0:0 ./caf\xe9 latin1',
      'file 644 0:0 ./caf\xc3\xa9 utf-8',
      `file 644 0:0 ./${'long/'.repeat(30)}name x`,
      `symlink 777 0:0 ./long ${'../'.repeat(60)}`,
    ])
  })
})

test('a member comes out as it is', async () => {
  expect(await collect(openMember(inChunks(buildDeb()), 'debian-binary'))).toEqual(
    Buffer.from('2.0\n'),
  )
})

test('tars are the ones that went in', async () => {
  const bytes = buildDeb({ files })
  expect(await collect(dataTar(inChunks(bytes)))).toEqual(buildTar(files))
  expect((await collect(controlTar(inChunks(bytes)))).subarray(512, 521).toString()).toBe(
    './control',
  )
})

test('the size of the chunks it comes in makes no difference', async () => {
  const bytes = buildDeb({ files })
  const expected = await listTar(dataTar(inChunks(bytes)))
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (size) => {
      expect(await listTar(dataTar(inChunks(bytes, size)))).toEqual(expected)
    }),
    { numRuns: 20 },
  )
})

const version = { name: 'debian-binary', content: '2.0\n' }
const control = {
  name: 'control.tar',
  content: buildTar([{ path: './control', content: controlText() }]),
}
const data = (...items: TarItem[]) => ({ name: 'data.tar', content: buildTar(items) })
const cut = buildAr([version, control, data(...files)]).subarray(0, -3000)
/** The tar with another mtime, in hexadecimal, in its first header. */
function withTime(member: ReturnType<typeof data>, time: string): ReturnType<typeof data> {
  const content = Buffer.from(member.content)
  content.write(time, 136, 'hex')
  content.write('        ', 148)
  const sum = content.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  content.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return { ...member, content }
}
const broken: readonly { summary: string; bytes: Buffer; message: string; code: string }[] = [
  {
    summary: 'nothing at all',
    bytes: Buffer.alloc(0),
    message: 'not an ar archive (offset 0)',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'a zip',
    bytes: Buffer.from('PK\x03\x04 and so on'),
    message: 'not an ar archive (offset 0)',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'a member header of something else',
    bytes: Buffer.concat([buildAr([version]), Buffer.alloc(60, '?')]),
    message: 'malformed ar member header (offset 72)',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'a library',
    bytes: buildAr([{ name: 'x.o', content: '' }]),
    message: 'expected the member debian-binary, found "x.o" (offset 68)',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'a package of the future',
    bytes: buildAr([{ ...version, content: '3.0\n' }, control, data()]),
    message: 'unsupported format version "3.0" (offset 68)',
    code: 'ERR_DEB_UNSUPPORTED',
  },
  {
    summary: 'members in the wrong order',
    bytes: buildAr([version, data(), control]),
    message: 'expected the member control.tar, found "data.tar" (offset 132)',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'no data.tar',
    bytes: buildAr([version, control]),
    message: 'it has no member data.tar',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'a file cut in its data.tar',
    bytes: cut,
    message: `the file ends early (offset ${cut.length})`,
    code: 'ERR_DEB_TRUNCATED',
  },
  {
    summary: 'a tar cut in an entry',
    bytes: buildAr([
      version,
      control,
      { name: 'data.tar', content: buildTar(files).subarray(0, 2000) },
    ]),
    message: 'the tar ends early (offset 1538)',
    code: 'ERR_DEB_DAMAGED',
  },
  {
    summary: 'a tar of noise',
    bytes: buildAr([version, control, { name: 'data.tar', content: Buffer.alloc(1024, 'noise') }]),
    message: 'malformed tar header (offset 0)',
    code: 'ERR_DEB_DAMAGED',
  },
  {
    summary: 'a data.tar.xz of noise',
    bytes: buildAr([
      version,
      control,
      { name: 'data.tar.xz', content: Buffer.from('\xfd7zXZ\0noise and more', 'latin1') },
    ]),
    message: 'the member "data.tar.xz" is damaged',
    code: 'ERR_DEB_DAMAGED',
  },
  {
    summary: 'a debian-binary of 2 KB',
    bytes: buildAr([{ ...version, content: `2.0\n${'x'.repeat(2000)}` }, control, data()]),
    message: 'the member debian-binary has 2004 bytes (offset 68)',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'a data.tar of an extension that dpkg does not know',
    bytes: buildAr([version, control, { ...data(), name: 'data.tar.foo' }]),
    message: 'expected the member data.tar, found "data.tar.foo" (offset 2240)',
    code: 'ERR_DEB_FORMAT',
  },
  {
    summary: 'a data.tar.xz that is gzip',
    bytes: buildAr([version, control, { name: 'data.tar.xz', content: gzipSync(data().content) }]),
    message: 'the member "data.tar.xz" is damaged',
    code: 'ERR_DEB_DAMAGED',
  },
  {
    summary: 'a data.tar.lzma',
    bytes: buildAr([
      version,
      control,
      { name: 'data.tar.lzma', content: Buffer.from([0x5d, 0, 0, 0x80, 0, 1, 2, 3, 4]) },
    ]),
    message: 'the member "data.tar.lzma" is not supported',
    code: 'ERR_DEB_UNSUPPORTED',
  },
  {
    summary: 'a time that no date has',
    bytes: buildAr([version, control, withTime(data({ path: './x' }), '80ffffffffffffffffffffff')]),
    message: 'entry "./x" has a time that no system can keep (offset 512)',
    code: 'ERR_DEB_UNSUPPORTED',
  },
  {
    summary: 'a PAX header',
    bytes: buildAr([
      version,
      control,
      data({ path: './pax', type: 'pax', content: '9 a=b\n' }, { path: './x', content: 'x' }),
    ]),
    message: 'PAX header for "./x", which deb(5) does not permit (offset 1536)',
    code: 'ERR_DEB_UNSUPPORTED',
  },
  {
    summary: 'a sparse file',
    bytes: buildAr([version, control, data({ path: './x', type: 'gnu-sparse' })]),
    message: 'entry "./x" is of an unknown type (offset 512)',
    code: 'ERR_DEB_UNSUPPORTED',
  },
]

test.each(broken)('$summary is an error that names file and place', async (broken) => {
  const read = async () => {
    for await (const { role } of readDeb(inChunks(broken.bytes), { label: 'x.deb' })) void role
    await listTar(dataTar(inChunks(broken.bytes), { label: 'x.deb' }))
  }
  const error: unknown = await read().catch((reason) => reason)
  expect(error).toBeInstanceOf(DebError)
  expect(error).toMatchObject({
    message: `cannot read "x.deb": ${broken.message}`,
    code: broken.code,
  })
})

const badControl: readonly { summary: string; entries: TarItem[]; message: string }[] = [
  { summary: 'no control file', entries: [], message: 'control.tar has no control file' },
  {
    summary: 'a directory in control.tar',
    entries: [{ path: './x/' }],
    message: 'control.tar holds "./x/", which is not a plain file at its top (offset 512)',
  },
  {
    summary: 'a path that climbs out',
    entries: [{ path: '../x' }],
    message: 'control.tar holds "../x", which is not a plain file at its top (offset 512)',
  },
  {
    summary: 'a symlink that leads out of control.tar',
    entries: [{ path: './control', target: '/etc/shadow' }],
    message: 'control.tar holds a symlink that leads nowhere',
  },
  {
    summary: 'symlinks in a circle',
    entries: [
      { path: './a', target: 'control' },
      { path: './control', target: 'a' },
    ],
    message: 'control.tar holds a symlink that leads nowhere',
  },
  {
    summary: 'a hard link to what is not there',
    entries: [{ path: './control', type: 'link', target: './x' }],
    message: 'control.tar holds "./control", a link to nothing before it (offset 512)',
  },
]

test.each(badControl)('$summary is an error', async ({ entries, message }) => {
  const bytes = buildDeb({ controlEntries: entries })
  await expect(readControl(inChunks(bytes), { label: 'x.deb' })).rejects.toThrow(
    `cannot read "x.deb": ${message}`,
  )
})

test('a tar that ends in a file is a DebError to whoever reads that file', async () => {
  const tar = buildTar([{ path: './x', content: Buffer.alloc(5000) }]).subarray(0, 2000)
  for await (const entry of readTar(inChunks(tar), { label: 'x.deb' })) {
    await expect(collect(entry.content)).rejects.toMatchObject({
      code: 'ERR_DEB_DAMAGED',
      message: 'cannot read "x.deb": the tar ends early (offset 5512)',
    })
    break
  }
})

test('what goes wrong in the source is told as it is, even without a code', async () => {
  async function* failing() {
    yield buildTar(files).subarray(0, 700)
    throw new RangeError('disk on fire')
  }
  await expect(listTar(failing())).rejects.toThrow(new RangeError('disk on fire'))
})
