import { decodeBytes, parseStanza, type Stanza } from '@apt2ostree/deb822'
import { collectBytes } from './collect-bytes.js'
import { DebError } from './errors.js'
import { controlTar } from './open-tar.js'
import { labelOf, type ReadDebOptions } from './read-deb.js'
import { readTar } from './read-tar.js'

/** One file of control.tar. */
export interface ControlInfoFile {
  readonly mode: number
  /** Of a link that of the file it leads to. */
  readonly content: Buffer
  /** Of a symlink. */
  readonly symlinkTarget?: string
}

/** The control information files by name: control, md5sums, conffiles, preinst and so on. */
export type ControlInfo = ReadonlyMap<string, ControlInfoFile>

/** Returns the control information files of a .deb. Throws {@link DebError}. */
export function readControlInfo(
  source: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): Promise<ControlInfo> {
  return readControlTar(controlTar(source, options), options)
}

/**
 * Returns the control information files in a control.tar, in its order; dpkg-deb has tar extract them, so that one may
 * be a link to another. Throws {@link DebError}.
 */
export async function readControlTar(
  tar: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): Promise<ControlInfo> {
  const files = new Map<string, ControlInfoFile>()
  for await (const entry of readTar(tar, options)) {
    const name = nameAtTop(entry.name)
    if (entry.type === 'directory' && (name === '' || name === '.')) continue
    const { mode, type } = entry
    if (name.includes('/') || (type !== 'file' && type !== 'link' && type !== 'symlink')) {
      const reason = `control.tar holds "${entry.name}", which is not a plain file at its top`
      throw new DebError('ERR_DEB_UNSUPPORTED', labelOf(options), reason, { offset: entry.offset })
    }
    if (type === 'symlink') {
      files.set(name, { mode, content: Buffer.alloc(0), symlinkTarget: entry.linkName })
    } else if (type === 'link') {
      const target = files.get(nameAtTop(entry.linkName))
      if (target === undefined) {
        const reason = `control.tar holds "${entry.name}", a link to nothing before it`
        throw new DebError('ERR_DEB_DAMAGED', labelOf(options), reason, { offset: entry.offset })
      }
      files.set(name, target)
    } else {
      files.set(name, { mode, content: await collectBytes(entry.content) })
    }
  }
  return withSymlinkedContent(files, labelOf(options))
}

function nameAtTop(path: string): string {
  return path.replace(/^\.\//, '')
}

/** A symlink reads as what it leads to, along others where need be; dpkg opens each file once. */
function withSymlinkedContent(
  files: ReadonlyMap<string, ControlInfoFile>,
  label: string,
): ControlInfo {
  const contentOf = (name: string, steps = 0): Buffer => {
    const file = files.get(name)
    if (file === undefined || steps > files.size) {
      throw new DebError('ERR_DEB_DAMAGED', label, 'control.tar holds a symlink that leads nowhere')
    }
    if (file.symlinkTarget === undefined) return file.content
    return contentOf(nameAtTop(file.symlinkTarget), steps + 1)
  }
  return new Map([...files].map(([name, file]) => [name, { ...file, content: contentOf(name) }]))
}

/** Returns the control stanza of a .deb. Throws {@link DebError}, and Deb822Error where it can't be parsed. */
export async function readControl(
  source: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): Promise<Stanza> {
  return controlOf(await readControlInfo(source, options), options)
}

/** Returns the control stanza among control information files. */
export function controlOf(info: ControlInfo, options: ReadDebOptions = {}): Stanza {
  const file = info.get('control')
  if (file === undefined) {
    throw new DebError('ERR_DEB_FORMAT', labelOf(options), 'control.tar has no control file')
  }
  return parseStanza(decodeBytes(file.content))
}
