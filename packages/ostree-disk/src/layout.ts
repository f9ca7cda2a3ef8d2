import { DiskError } from './errors.js'
import type { DiskIdentifiers } from './identifiers.js'
import { formatSize } from './size.js'

/** What starts the machine. */
export type Firmware = 'bios' | 'uefi'

/** Where a partition is, in bytes. */
export interface Partition {
  readonly start: number
  readonly size: number
}

/** A disk with GPT, a partition that the firmware starts from, and the root file system. */
export interface DiskLayout {
  readonly size: number
  readonly firmware: Firmware
  readonly boot: Partition
  readonly root: Partition
}

export const SECTOR_BYTES = 512
const MIB = 1024 ** 2

/** GRUB's core image takes 150 kB; a FAT32 file system takes 33 MiB at least. */
const BOOT_BYTES = { bios: MIB, uefi: 64 * MIB } as const

/** GPT partition types: BIOS boot, EFI system, Linux root on x86-64; UAPI.2. */
const TYPES = {
  bios: '21686148-6449-6E6F-744E-656564454649',
  uefi: 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B',
  root: '4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709',
} as const

/** Places the partitions of a disk of `size` bytes. Throws ERR_DISK_SIZE for one below 256 MiB. */
export function planLayout(size: number, firmware: Firmware): DiskLayout {
  if (size < 256 * MIB) {
    throw new DiskError(
      'ERR_DISK_SIZE',
      `cannot make a disk of ${formatSize(size)}: 256M is the least`,
    )
  }
  const boot = { start: MIB, size: BOOT_BYTES[firmware] }
  const rootStart = boot.start + boot.size
  // the last MiB holds the backup of the partition table
  return { size, firmware, boot, root: { start: rootStart, size: size - rootStart - MIB } }
}

/** The layout as sfdisk(8) reads it. */
export function formatSfdiskScript(layout: DiskLayout, ids: DiskIdentifiers): string {
  const line = (partition: Partition, type: string, uuid: string, name: string) => {
    const start = partition.start / SECTOR_BYTES
    return `start=${start}, size=${partition.size / SECTOR_BYTES}, type=${type}, uuid=${uuid}, name=${name}`
  }
  return [
    'label: gpt',
    `label-id: ${ids.disk}`,
    line(layout.boot, TYPES[layout.firmware], ids.bootPartition, 'boot'),
    line(layout.root, TYPES.root, ids.rootPartition, 'root'),
    '',
  ].join('\n')
}
