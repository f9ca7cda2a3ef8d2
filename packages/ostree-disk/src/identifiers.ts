import { createHash } from 'node:crypto'
import type { Checksum } from '@apt2ostree/ostree-repo'

/** What a disk calls itself and its parts. */
export interface DiskIdentifiers {
  readonly disk: string
  readonly bootPartition: string
  readonly rootPartition: string
  readonly rootFileSystem: string
  /** ext4 hashes the names in directories with it. */
  readonly hashSeed: string
  /** Eight hexadecimal digits: the volume id of a FAT file system. */
  readonly bootVolume: string
}

/** The identifiers of a commit's disk: the same for the same commit, different for another one. */
export function deriveIdentifiers(commit: Checksum): DiskIdentifiers {
  const uuid = (purpose: string) => deriveUuid(commit, purpose)
  return {
    disk: uuid('disk'),
    bootPartition: uuid('boot partition'),
    rootPartition: uuid('root partition'),
    rootFileSystem: uuid('root file system'),
    hashSeed: uuid('hash seed'),
    bootVolume: uuid('boot volume').slice(0, 8),
  }
}

/** A UUID of version 8, "vendor-specific"; RFC 9562, section 5.8. */
function deriveUuid(commit: Checksum, purpose: string): string {
  const bytes = createHash('sha256').update(`${commit} ${purpose}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
