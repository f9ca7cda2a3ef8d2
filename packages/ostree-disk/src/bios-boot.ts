/** Where GRUB's boot.img has its parameters; grub/i386/pc/boot.h. */
const BOOT_IMAGE = { bytes: 440, kernelSectorAt: 0x5c, driveCheckAt: 0x66 } as const
/** Where the first sector of core.img has the list of the others: start, count, segment. */
const CORE_BLOCK_LIST_AT = 512 - 12

/** Two NOPs: believe the BIOS when it names the disk, as grub-bios-setup does for disks. */
const NO_DRIVE_CHECK = Buffer.from([0x90, 0x90])

/**
 * Returns the code for the master boot record that loads GRUB's core image from `sector`; it ends
 * where the partition table begins.
 */
export function masterBootRecord(bootImage: Buffer, sector: number): Buffer {
  const code = Buffer.from(bootImage.subarray(0, BOOT_IMAGE.bytes))
  code.writeBigUInt64LE(BigInt(sector), BOOT_IMAGE.kernelSectorAt)
  NO_DRIVE_CHECK.copy(code, BOOT_IMAGE.driveCheckAt)
  return code
}

/** Returns GRUB's core image as it has to be to load its second sector from behind `sector`. */
export function placedCoreImage(coreImage: Buffer, sector: number): Buffer {
  const placed = Buffer.from(coreImage)
  placed.writeBigUInt64LE(BigInt(sector + 1), CORE_BLOCK_LIST_AT)
  return placed
}
