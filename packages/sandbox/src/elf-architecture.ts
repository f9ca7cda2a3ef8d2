/** e_machine of elf(5) by Debian's name of the architecture; what else decides stands beside it. */
const machines: Readonly<Record<number, (header: ElfHeader) => string>> = {
  3: () => 'i386',
  8: ({ is64, isLittle }) => `mips${is64 ? '64' : ''}${isLittle ? 'el' : ''}`,
  21: ({ isLittle }) => (isLittle ? 'ppc64el' : 'ppc64'),
  22: () => 's390x',
  // EF_ARM_ABI_FLOAT_HARD
  40: ({ flags }) => ((flags & 0x400) === 0 ? 'armel' : 'armhf'),
  62: ({ is64 }) => (is64 ? 'amd64' : 'x32'),
  183: () => 'arm64',
  243: () => 'riscv64',
  258: () => 'loong64',
}

interface ElfHeader {
  readonly is64: boolean
  readonly isLittle: boolean
  readonly flags: number
}

/** How much of a program {@link parseElfArchitecture} looks at: the header of a 64 bit one. */
export const elfHeaderBytes = 64

const magic = Buffer.from('\x7fELF', 'latin1')

/**
 * Debian's name of the architecture that a program is for, by its first bytes; undefined for what is
 * no ELF file (elf(5)) or for none that Debian has a port to.
 */
export function parseElfArchitecture(head: Buffer): string | undefined {
  if (head.length < elfHeaderBytes || !head.subarray(0, 4).equals(magic)) return undefined
  const [is64, isLittle] = [head[4] === 2, head[5] === 1]
  const flagsAt = is64 ? 48 : 36
  const machine = isLittle ? head.readUInt16LE(18) : head.readUInt16BE(18)
  const flags = isLittle ? head.readUInt32LE(flagsAt) : head.readUInt32BE(flagsAt)
  return machines[machine]?.({ is64, isLittle, flags })
}
