import type { Firmware } from './layout.js'

/** GRUB's name for what it runs on. */
export const GRUB_PLATFORM = { bios: 'i386-pc', uefi: 'x86_64-efi' } as const

/** All that GRUB needs to read the boot entries, in one image: it loads nothing from the disk. */
const MODULES = ['part_gpt', 'ext2', 'search', 'search_fs_uuid', 'normal', 'configfile', 'test']
const ENTRY_MODULES = ['syslinuxcfg', 'linux', 'linux16', 'serial', 'terminal', 'reboot', 'echo']
const PLATFORM_MODULES = { bios: ['biosdisk'], uefi: ['fat', 'efi_gop'] } as const

/** The modules of GRUB's image for a firmware. */
export function grubModules(firmware: Firmware): string[] {
  return [...PLATFORM_MODULES[firmware], ...MODULES, ...ENTRY_MODULES]
}

/** What is built into GRUB's image: where to find its configuration. */
export function embeddedConfig(fileSystemUuid: string): string {
  return `search --no-floppy --fs-uuid ${fileSystemUuid} --set=root\nset prefix=($root)/boot/grub\n`
}

/**
 * /boot/grub/grub.cfg. OSTree writes boot entries for syslinux, which GRUB reads too: Debian's GRUB
 * has no blscfg. The serial line is for machines without a screen.
 */
export const GRUB_CONFIG = `if serial --unit=0 --speed=115200; then
  terminal_input console serial
  terminal_output console serial
fi
syslinux_source -r ($root)/ ($root)/boot/loader/syslinux.cfg
`

/** What OSTree keeps at the top of the entries it writes: without a timeout there is no menu. */
export const SYSLINUX_HEADER = 'TIMEOUT 20\n'
