import type { UnpackedPackage, UnpackedSystem } from './unpacked-system.js'

/**
 * What every command of stage 2 sees of the environment; mmdebstrap's, so that scripts ask no
 * questions and know no host, plus the one date that stands for now.
 */
export function stageEnvironment(sourceDateEpoch: number): Record<string, string> {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    TERM: 'dumb',
    LANG: 'C.UTF-8',
    LANGUAGE: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    DEBIAN_FRONTEND: 'noninteractive',
    DEBCONF_NONINTERACTIVE_SEEN: 'true',
    SOURCE_DATE_EPOCH: String(sourceDateEpoch),
  }
}

/**
 * What dpkg adds for a maintainer script (dpkg(1), "Internal environment"; script.c and
 * maintscript_set_exec_context), for the scripts that run before the image's own dpkg does.
 */
export function preinstEnvironment(
  { name, architecture }: UnpackedPackage,
  { packages, installed }: UnpackedSystem,
): Record<string, string> {
  const all = [...packages, ...installed]
  const sameName = all.filter((other) => other.name === name)
  const dpkg = all.find((other) => other.name === 'dpkg')
  return {
    DPKG_ADMINDIR: '/var/lib/dpkg',
    DPKG_FORCE: 'security-mac,downgrade,unsafe-io',
    DPKG_MAINTSCRIPT_ARCH: architecture,
    DPKG_MAINTSCRIPT_DEBUG: '0',
    DPKG_MAINTSCRIPT_NAME: 'preinst',
    DPKG_MAINTSCRIPT_PACKAGE: name,
    DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT: String(sameName.length),
    DPKG_ROOT: '',
    DPKG_RUNNING_VERSION: dpkg?.version ?? '',
  }
}
