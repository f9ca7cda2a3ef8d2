import { escapePath } from '@apt2ostree/cli-kit'
import type { TarEntry, TarEntryType } from '../read-tar.js'

/** The first column that `tar -tv` prints. */
const typeLetters: Record<TarEntryType, string> = {
  file: '-',
  link: 'h',
  symlink: 'l',
  directory: 'd',
  'character-device': 'c',
  'block-device': 'b',
  fifo: 'p',
}

/** Returns the line that `dpkg-deb --contents` prints for an entry, its time in UTC. */
export function formatTarEntry(entry: TarEntry): string {
  const [user, group] = [entry.userName || String(entry.uid), entry.groupName || String(entry.gid)]
  const owner = `${escapePath(user)}/${escapePath(group)}`
  const size = formatSize(entry).padStart(18 - owner.length)
  const columns = [formatMode(entry), owner, size, formatTime(entry), escapePath(entry.name)]
  return columns.join(' ') + formatLink(entry)
}

function formatSize({ type, size, device }: TarEntry): string {
  const isDevice = type === 'character-device' || type === 'block-device'
  return isDevice ? `${device.major},${device.minor}` : String(size)
}

/** Seconds, as tar prints them, where a year would take more than four digits. */
function formatTime({ mtime }: TarEntry): string {
  const iso = new Date(mtime * 1000).toISOString()
  return /^\d{4}-/.test(iso) ? iso.slice(0, 16).replace('T', ' ') : `@${mtime}`
}

function formatMode({ type, mode }: TarEntry): string {
  const bits = [0o400, 0o200, 0o100, 0o40, 0o20, 0o10, 0o4, 0o2, 0o1]
  const letters = bits.map((bit, index) => (mode & bit ? 'rwx'.charAt(index % 3) : '-'))
  markSpecial(letters, 2, mode & 0o4000, 's')
  markSpecial(letters, 5, mode & 0o2000, 's')
  markSpecial(letters, 8, mode & 0o1000, 't')
  return typeLetters[type] + letters.join('')
}

function markSpecial(letters: string[], index: number, isSet: number, letter: string): void {
  if (isSet) letters[index] = letters[index] === 'x' ? letter : letter.toUpperCase()
}

function formatLink({ type, linkName }: TarEntry): string {
  if (type === 'symlink') return ` -> ${escapePath(linkName)}`
  return type === 'link' ? ` link to ${escapePath(linkName)}` : ''
}
