import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { masterBootRecord, placedCoreImage } from './bios-boot.js'
import { embeddedConfig, GRUB_PLATFORM, grubModules } from './grub.js'
import { grubFolder } from './host-tools.js'
import type { DiskIdentifiers } from './identifiers.js'
import { type DiskLayout, SECTOR_BYTES } from './layout.js'
import type { ToolRunner } from './tool-runner.js'

/** Where firmware looks on a disk that it knows nothing about; UEFI 2.10, section 3.5.1.1. */
const EFI_PROGRAM = '/EFI/BOOT/BOOTX64.EFI'

/** Puts GRUB on the disk for the layout's firmware; `folder` is for temporary files. */
export async function installBootLoader(
  runner: ToolRunner,
  folder: string,
  disk: string,
  layout: DiskLayout,
  ids: DiskIdentifiers,
): Promise<void> {
  const { firmware } = layout
  const config = join(folder, 'grub-embedded.cfg')
  const image = join(folder, 'grub.img')
  await writeFile(config, embeddedConfig(ids.rootFileSystem))
  const target = ['-O', GRUB_PLATFORM[firmware], '-o', image, '-c', config, '-p', '/boot/grub']
  await runner.run('grub-mkimage', [...target, ...grubModules(firmware)])
  if (firmware === 'uefi') await writeEfiPartition(runner, disk, layout, ids, image)
  else await writeBiosBoot(disk, layout, await readFile(image))
}

async function writeBiosBoot(disk: string, { boot }: DiskLayout, core: Buffer): Promise<void> {
  const sector = boot.start / SECTOR_BYTES
  const bootImage = await readFile(join(grubFolder('bios'), 'boot.img'))
  const file = await open(disk, 'r+')
  try {
    const record = masterBootRecord(bootImage, sector)
    await file.write(record, 0, record.length, 0)
    const placed = placedCoreImage(core, sector)
    await file.write(placed, 0, placed.length, boot.start)
  } finally {
    await file.close()
  }
}

async function writeEfiPartition(
  { run }: ToolRunner,
  disk: string,
  { boot }: DiskLayout,
  ids: DiskIdentifiers,
  image: string,
): Promise<void> {
  const sector = String(boot.start / SECTOR_BYTES)
  // one sector a cluster: mkfs.vfat would choose by the size of the whole disk
  const named = ['--invariant', '-F', '32', '-s', '1', '-n', 'EFI', '-i', ids.bootVolume]
  await run('mkfs.vfat', [...named, '--offset', sector, disk, String(boot.size / 1024)])
  const at = `${disk}@@${boot.start}`
  await run('mmd', ['-i', at, '::/EFI', '::/EFI/BOOT'])
  await run('mcopy', ['-i', at, image, `::${EFI_PROGRAM}`])
}
