import { decodeBytes, parseStanza, type Stanza } from '@apt2ostree/deb822'
import { collectBytes } from './collect-bytes.js'
import { DebError } from './errors.js'
import { controlTar } from './open-tar.js'
import { labelOf, type ReadDebOptions } from './read-deb.js'
import { readTar } from './read-tar.js'

/** One file of control.tar. */
export interface ControlInfoFile {
  readonly mode: number
  readonly content: Buffer
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

/** Returns the control information files in a control.tar, in its order. Throws {@link DebError}. */
export async function readControlTar(
  tar: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): Promise<ControlInfo> {
  const files = new Map<string, ControlInfoFile>()
  for await (const entry of readTar(tar, options)) {
    const name = entry.name.replace(/^\.\//, '')
    if (entry.type === 'directory' && (name === '' || name === '.')) continue
    if (entry.type !== 'file' || name.includes('/')) {
      const reason = `control.tar holds "${entry.name}", which is not a plain file at its top`
      throw new DebError('ERR_DEB_UNSUPPORTED', labelOf(options), reason, { offset: entry.offset })
    }
    files.set(name, { mode: entry.mode, content: await collectBytes(entry.content) })
  }
  return files
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
