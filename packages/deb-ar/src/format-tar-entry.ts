import type { TarEntry, TarEntryType } from './read-tar.js'

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
  const owner = `${entry.userName || entry.uid}/${entry.groupName || entry.gid}`
  const size = String(entry.size)
  const time = new Date(entry.mtime * 1000).toISOString().slice(0, 16).replace('T', ' ')
  const columns = [formatMode(entry), owner, size.padStart(18 - owner.length), time, entry.name]
  return columns.join(' ') + formatLink(entry)
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
  if (type === 'symlink') return ` -> ${linkName}`
  return type === 'link' ? ` link to ${linkName}` : ''
}
