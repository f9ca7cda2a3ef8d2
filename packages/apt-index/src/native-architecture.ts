import { arch } from 'node:os'

const names: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm: 'armhf',
  ia32: 'i386',
  ppc64: 'ppc64el',
  mipsel: 'mipsel',
}

/** Returns Debian's name of the architecture this program runs on. */
export function nativeArchitecture(): string {
  return names[arch()] ?? arch()
}
