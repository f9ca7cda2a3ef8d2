import { createHash } from 'node:crypto'
import {
  type Checksum,
  lookupPath,
  type Repo,
  type TreeRef,
  walkTree,
} from '@apt2ostree/ostree-repo'
import { modulesPath } from '../kernel.js'

/** Files of a tree by path; a checksum stands for content, owner and mode. */
type Files = ReadonlyMap<string, Checksum>

/** Folders of which dracut may take anything. */
const openFolders = (kernel: string) => [
  ...['/boot', modulesPath(kernel), '/usr/lib/dracut', '/usr/lib/firmware'],
  ...['/etc/dracut.conf.d', '/etc/ld.so.conf.d'],
  ...['modprobe.d', 'modules-load.d', 'sysctl.d', 'udev'].flatMap((name) => [
    `/etc/${name}`,
    `/usr/lib/${name}`,
  ]),
]

/** Where dracut looks for a file by its name: programs, libraries, units, settings. */
const searchedFolders = [
  '/boot',
  '/etc',
  ...['bin', 'lib', 'libexec', 'sbin'].map((name) => `/usr/${name}`),
]

/** What is made anew for the initramfs, and an initramfs. */
const notRead = /^\/etc\/ld\.so\.cache$|\/init(rd|ramfs)\.img[^/]*$/

/** Of these dracut takes the lines of accounts that it names. */
const accounts = /^\/etc\/g?(passwd|group|shadow)-?$/

/**
 * What an initramfs of a tree is made of, by content. dracut is a set of shell scripts, which name
 * nearly all that they look for; the rest lies in folders of its own, or is what programs that it takes
 * are linked with. So these count: all in those folders; what has a name that stands in dracut's scripts or
 * settings, there or not; and what has the name of a file in the initramfs that was made.
 */
export class InitramfsInputs {
  readonly #repo: Repo
  readonly #root: TreeRef
  readonly #files: Files
  readonly #words: ReadonlySet<string>
  /** SHA-256 of what counts for any initramfs of this kernel that dracut could make: its own folders. */
  readonly base: string

  constructor(repo: Repo, root: TreeRef, kernel: string, flags: readonly string[]) {
    this.#repo = repo
    this.#root = root
    const folders = openFolders(kernel)
    const files = new Map<string, Checksum>()
    const open: string[] = []
    for (const { path, checksum } of filesBelow(repo, root, searchedFolders)) {
      if (notRead.test(path)) continue
      files.set(path, checksum)
      if (folders.some((folder) => path.startsWith(`${folder}/`))) open.push(path)
    }
    this.#files = files
    this.#words = readWords(repo, files)
    this.base = this.#digest([kernel, ...flags], open)
  }

  /** SHA-256 of all that counts for an initramfs that holds files of these names. */
  digestFor(taken: readonly string[]): string {
    const names = new Set([...this.#words, ...taken.map(baseName)])
    const found = [...this.#files.keys()].filter(
      (path) => names.has(baseName(path)) || names.has(stem(path)),
    )
    const elsewhere = taken.map((name) => `/${name}`).filter((path) => !this.#files.has(path))
    return this.#digest([this.base], [...found, ...elsewhere])
  }

  #digest(facts: readonly string[], paths: readonly string[]): string {
    const hash = createHash('sha256').update(`${JSON.stringify(facts)}\n`)
    for (const path of paths) hash.update(`${path}\0${this.#contentOf(path)}\n`)
    return hash.digest('hex')
  }

  #contentOf(path: string): string {
    const checksum = this.#files.get(path) ?? fileAt(this.#repo, this.#root, path)
    if (checksum === undefined || !accounts.test(path)) return checksum ?? ''
    const lines = this.#repo.openFile(checksum).readAll().toString('latin1').split('\n')
    return lines.filter((line) => this.#words.has(line.replace(/:.*/, ''))).join('\n')
  }
}

/** Every word of dracut's programs, modules and settings, but for what explains them. */
function readWords(repo: Repo, files: Files): Set<string> {
  const scripts = /^\/(usr\/lib\/dracut\/(?!.*\/README)|usr\/bin\/dracut|etc\/dracut\.conf)/
  const words = new Set<string>()
  for (const [path, checksum] of files) {
    if (!scripts.test(path)) continue
    const file = repo.openFile(checksum)
    if (file.header.symlinkTarget !== undefined) continue
    const text = file
      .readAll()
      .toString('latin1')
      .replace(/^\s*#.*/gm, '')
    for (const word of text.split(/[^\w.+@-]+/)) words.add(word).add(stem(word))
  }
  words.delete('')
  return words
}

function* filesBelow(repo: Repo, root: TreeRef, folders: readonly string[]) {
  for (const folder of folders) {
    const entry = lookupPath(repo, root, folder)
    if (entry?.type !== 'directory') continue
    for (const each of walkTree(repo, entry, folder)) if (each.type === 'file') yield each
  }
}

function fileAt(repo: Repo, root: TreeRef, path: string): Checksum | undefined {
  const entry = lookupPath(repo, root, path)
  return entry?.type === 'file' ? entry.checksum : undefined
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** `libnss_files` for `libnss_files.so.2`: scripts name libraries so. */
function stem(path: string): string {
  return baseName(path).replace(/\.so(\..*)?$/, '')
}
