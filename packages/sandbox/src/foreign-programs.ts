import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { execPath } from 'node:process'
import { elfHeaderBytes, parseElfArchitecture } from './elf-architecture.js'

/** A tree whose programs are for another architecture than this host. */
export interface ForeignPrograms {
  /** Debian's name of the tree's architecture. */
  readonly architecture: string
  /** Of the host's. */
  readonly host: string
  /** The commands that let the kernel run such programs. */
  readonly hint: string
}

/** What QEMU calls architectures that it has another name for. */
const qemuNames: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  armel: 'arm',
  armhf: 'arm',
  loong64: 'loongarch64',
  ppc64el: 'ppc64le',
}

const binfmtMisc = '/proc/sys/fs/binfmt_misc'

/** Whether, and how, programs of an architecture are foreign to a host of another. */
export function foreignPrograms(
  architecture: string | undefined,
  host: string | undefined,
): ForeignPrograms | undefined {
  if (architecture === undefined || host === undefined || architecture === host) return undefined
  return { architecture, host, hint: registrationHint(architecture) }
}

/** Debian's name of the architecture of the program that runs this. */
export function readHostArchitecture(): string | undefined {
  const head = Buffer.alloc(elfHeaderBytes)
  const file = openSync(execPath, 'r')
  try {
    readSync(file, head)
  } finally {
    closeSync(file)
  }
  return parseElfArchitecture(head)
}

/**
 * What is left to do here until the kernel runs such programs through qemu-user (binfmt-misc.rst in
 * the kernel's documentation). systemd, where it runs, does all but the first step by itself.
 */
function registrationHint(architecture: string): string {
  const rule = `/usr/lib/binfmt.d/qemu-${qemuNames[architecture] ?? architecture}.conf`
  const install = existsSync(rule) ? [] : ['apt-get install qemu-user-static']
  const mount = existsSync(`${binfmtMisc}/register`)
    ? []
    : [`mount -t binfmt_misc binfmt_misc ${binfmtMisc}`]
  const register = existsSync('/run/systemd/system')
    ? ['/usr/lib/systemd/systemd-binfmt']
    : [...mount, `cat ${rule} > ${binfmtMisc}/register`]
  return `run as root: ${[...install, ...register].join(' && ')}`
}
