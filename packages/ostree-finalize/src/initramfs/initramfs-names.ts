import { decompress } from '@apt2ostree/decompress'
import { FinalizeError } from '../errors.js'
import { readCpioNames } from './cpio-names.js'

/** More than any initramfs that would fit into memory on boot. */
const MAX_BYTES = 1 << 30

/**
 * The names of the files in an initramfs: cpio archives one after another, the last of them
 * compressed; the kernel's Documentation/driver-api/early-userspace/buffer-format.rst. Throws
 * ERR_FINALIZE_INITRAMFS where it is none.
 */
export async function readInitramfsNames(image: Buffer): Promise<string[]> {
  const names: string[] = []
  let rest = image
  let archive = readCpioNames(rest)
  while (archive !== undefined) {
    names.push(...archive.names)
    rest = rest.subarray(archive.end)
    archive = readCpioNames(rest)
  }
  if (rest.length === 0) return names
  const last = readCpioNames(await decompressed(rest))
  if (last === undefined) {
    throw new FinalizeError(
      'ERR_FINALIZE_INITRAMFS',
      'cannot read the initramfs: it is no cpio archive',
    )
  }
  return [...names, ...last.names]
}

async function decompressed(bytes: Buffer): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of decompress(once(bytes), { maxBytes: MAX_BYTES })) chunks.push(chunk)
  } catch (cause) {
    throw new FinalizeError('ERR_FINALIZE_INITRAMFS', 'cannot read the initramfs', { cause })
  }
  return Buffer.concat(chunks)
}

async function* once(bytes: Buffer) {
  yield bytes
}
