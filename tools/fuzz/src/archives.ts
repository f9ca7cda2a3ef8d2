import { gzipSync } from 'node:zlib'
import { dataTar, readAr, readControl, readTar } from '@apt2ostree/deb-ar'
import { decompress } from '@apt2ostree/decompress'
import { buildDeb, buildTar, storeXz, storeZstd } from '@apt2ostree/testkit'
import { readCpioNames } from '../../../packages/ostree-finalize/src/initramfs/cpio-names.js'
import { readTar as readAnyTar } from '../../../packages/ostree-repo/src/tar/read-tar.js'
import { drain, inPieces, type Target } from './target.js'

const tar = buildTar([
  { path: './' },
  { path: './usr/bin/su', mode: 0o4755, content: 'su' },
  { path: './usr/bin/hard', type: 'link', target: './usr/bin/su' },
  { path: './soft', target: 'a'.repeat(120) },
  { path: `./${'long/'.repeat(30)}name`, content: 'x' },
])
const pax = buildTar([
  { path: './pax', type: 'pax', content: '30 SCHILY.xattr.user.a=b\nxxxxx\n' },
  { path: './x', content: 'x' },
])

/** `printf hello | bzip2` */
const helloInBzip2 =
  '425a68393141592653591931653d00000081000244a000219a68334d07338bb9229c28480c98b29e80'
/** `printf 'hello hello hello hello hello' | zstd` */
const helloInZstd = '28b52ffd04586500003068656c6c6f200100a94b11874e200a'

/** Archives and what they are packed in. */
export const archives: Readonly<Record<string, Target>> = {
  ar: {
    errors: /^ERR_DEB_/,
    seeds: () => [buildDeb()],
    async run(data) {
      for await (const { content } of readAr(inPieces(data), 'x')) await drain(content)
    },
  },
  deb: {
    errors: /^ERR_DEB/,
    seeds: () => [buildDeb({ compression: 'none' }), buildDeb({ compression: 'gz' })],
    async run(data) {
      await readControl(inPieces(data))
      for await (const entry of readTar(dataTar(inPieces(data)))) await drain(entry.content)
    },
  },
  'deb-tar': {
    errors: /^ERR_DEB_/,
    seeds: () => [tar, pax],
    async run(data) {
      for await (const entry of readTar(inPieces(data))) await drain(entry.content)
    },
  },
  'ostree-tar': {
    errors: /^ERR_OSTREE_INVALID_TAR$/,
    seeds: () => [tar, pax],
    async run(data) {
      for await (const entry of readAnyTar(inPieces(data))) await drain(entry.content)
    },
  },
  decompress: {
    errors: /^ERR_DECOMPRESS_/,
    seeds: () => [
      ...[storeXz, storeZstd, gzipSync].map((store) => store(Buffer.from('content '.repeat(99)))),
      Buffer.from(helloInBzip2, 'hex'),
      Buffer.from(helloInZstd, 'hex'),
    ],
    run: (data) => drain(decompress(inPieces(data), { maxBytes: 1 << 20 })),
  },
  'cpio-names': {
    errors: /^never$/,
    seeds: () => [cpio('bin/sh', 'content'), Buffer.concat([cpio('a', ''), Buffer.alloc(512)])],
    run: (data) => readCpioNames(data),
  },
}

/** A cpio archive of one file. */
function cpio(name: string, content: string): Buffer {
  const entry = (path: string, bytes: string) => {
    const fields = [1, 0o100644, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, path.length + 1, 0]
    const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`
    const padded = (text: string) => text + '\0'.repeat(-text.length & 3)
    return padded(`${header}${path}\0`) + padded(bytes)
  }
  return Buffer.from(entry(name, content) + entry('TRAILER!!!', ''))
}
