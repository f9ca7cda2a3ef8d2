import { parseChecksum } from '@apt2ostree/ostree-repo'
import { describe, expect, it } from 'vitest'
import { masterBootRecord, placedCoreImage } from './bios-boot.js'
import { deriveIdentifiers } from './identifiers.js'
import { formatSfdiskScript, planLayout } from './layout.js'
import { formatSize, parseSize } from './size.js'

const MIB = 1024 ** 2
const commit = parseChecksum('ab'.repeat(32))

describe('sizes', () => {
  it.each([
    { text: '4G', bytes: 4096 * MIB },
    { text: '3500M', bytes: 3500 * MIB },
    { text: '1T', bytes: 1024 ** 4 },
  ])('$text', ({ text, bytes }) => {
    expect(parseSize(text)).toBe(bytes)
    expect(formatSize(bytes)).toBe(text)
  })

  it.each(['', '4', '4g', '0G', '-1G', '4GB', '1.5G', '9999999T'])('refuses "%s"', (text) => {
    expect(() => parseSize(text)).toThrow(`cannot use "${text}" as a size`)
  })
})

describe('identifiers', () => {
  it('are UUIDs, all different, that follow from the commit', () => {
    const { bootVolume, ...uuids } = deriveIdentifiers(commit)
    for (const uuid of Object.values(uuids)) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
    expect(bootVolume).toMatch(/^[0-9a-f]{8}$/)
    expect(new Set(Object.values(uuids)).size).toBe(5)
    expect(deriveIdentifiers(commit)).toEqual({ bootVolume, ...uuids })
    const other = deriveIdentifiers(parseChecksum('cd'.repeat(32)))
    expect(Object.values(other)).not.toContain(uuids.disk)
  })
})

describe('layout', () => {
  it.each([
    {
      firmware: 'bios',
      boot: { start: MIB, size: MIB },
      root: { start: 2 * MIB, size: 1021 * MIB },
    },
    {
      firmware: 'uefi',
      boot: { start: MIB, size: 64 * MIB },
      root: { start: 65 * MIB, size: 958 * MIB },
    },
  ] as const)('$firmware', ({ firmware, boot, root }) => {
    const layout = planLayout(1024 * MIB, firmware)
    expect(layout).toEqual({ size: 1024 * MIB, firmware, boot, root })
    const ids = deriveIdentifiers(commit)
    const [label, id, ...partitions] = formatSfdiskScript(layout, ids).trimEnd().split('\n')
    expect([label, id]).toEqual(['label: gpt', `label-id: ${ids.disk}`])
    expect(partitions.map((line) => line.replace(/, type=.*uuid=/, ' '))).toEqual([
      `start=2048, size=${boot.size / 512} ${ids.bootPartition}, name=boot`,
      `start=${root.start / 512}, size=${root.size / 512} ${ids.rootPartition}, name=root`,
    ])
  })

  it('refuses a disk that is too small for anything', () => {
    expect(() => planLayout(255 * MIB, 'bios')).toThrow('cannot make a disk of 255M: 256M is the')
  })
})

describe('BIOS boot', () => {
  it('patches in where the next sectors are, and leaves the partition table alone', () => {
    const record = masterBootRecord(Buffer.alloc(512, 0xff), 2048)
    expect(record.length).toBe(440)
    expect(record.readBigUInt64LE(0x5c)).toBe(2048n)
    expect(record.subarray(0x66, 0x68)).toEqual(Buffer.from([0x90, 0x90]))
    const core = placedCoreImage(Buffer.alloc(1024), 2048)
    expect(core.readBigUInt64LE(500)).toBe(2049n)
    expect(core.filter((byte) => byte !== 0)).toHaveLength(2)
  })
})
