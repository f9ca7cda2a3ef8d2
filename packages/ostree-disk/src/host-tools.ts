import { accessSync, constants } from 'node:fs'
import { DiskError } from './errors.js'
import { GRUB_PLATFORM } from './grub.js'
import type { Firmware } from './layout.js'

/** The Debian package that has each program. */
const PACKAGES = {
  ostree: 'ostree',
  find: 'findutils',
  touch: 'coreutils',
  rm: 'coreutils',
  sfdisk: 'fdisk',
  'mkfs.ext4': 'e2fsprogs',
  debugfs: 'e2fsprogs',
  dumpe2fs: 'e2fsprogs',
  gpg: 'gpg',
  'grub-mkimage': 'grub-common',
  'mkfs.vfat': 'dosfstools',
  mmd: 'mtools',
  mcopy: 'mtools',
} as const

/** A program that making a disk calls. */
export type Tool = keyof typeof PACKAGES

/** Where programs are found: those of the administrator are not on every PATH. */
export const TOOL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const FOR_UEFI: readonly Tool[] = ['mkfs.vfat', 'mmd', 'mcopy']
/** What not every disk needs. */
const OPTIONAL: readonly Tool[] = [...FOR_UEFI, 'gpg']
const GRUB_PACKAGES = { bios: 'grub-pc-bin', uefi: 'grub-efi-amd64-bin' } as const

/** Where Debian keeps GRUB's modules and images for a firmware. */
export const grubFolder = (firmware: Firmware) => `/usr/lib/grub/${GRUB_PLATFORM[firmware]}`

/** Throws ERR_DISK_TOOL_MISSING, with the packages to install, where the host lacks something. */
export function assertTools(firmware: Firmware, also: readonly Tool[] = []): void {
  const tools = Object.keys(PACKAGES) as Tool[]
  const extra = [...also, ...(firmware === 'uefi' ? FOR_UEFI : [])]
  const needed = tools.filter((tool) => !OPTIONAL.includes(tool) || extra.includes(tool))
  const missing = needed.filter(
    (tool) => !TOOL_PATH.split(':').some((at) => isThere(`${at}/${tool}`)),
  )
  const packages = new Set<string>(missing.map((tool) => PACKAGES[tool]))
  const names: string[] = [...missing]
  if (!isThere(`${grubFolder(firmware)}/linux.mod`)) {
    names.push(`GRUB for ${firmware}`)
    packages.add(GRUB_PACKAGES[firmware])
  }
  if (names.length === 0) return
  throw new DiskError(
    'ERR_DISK_TOOL_MISSING',
    `cannot make a disk: there is no ${names.join(', no ')} on this host`,
    { hint: `run: apt-get install ${[...packages].join(' ')}` },
  )
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
