import { arch } from 'node:os'
import { debianArchitecture } from '@apt2ostree/deb822'

/** Returns Debian's name of the architecture this program runs on. */
export function nativeArchitecture(): string {
  return debianArchitecture(arch())
}
