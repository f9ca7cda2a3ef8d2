import type { Identity } from './found-entry.js'

/** What faked(1) makes programs believe of one file. */
export interface FakedFile extends Identity {
  readonly device: number
  readonly inode: number
  readonly links: number
}

/** The state of faked as it loads it: a line for each file, numbers as faked.cc prints them. */
export function formatFakedState(files: Iterable<FakedFile>): string {
  let text = ''
  for (const { device, inode, mode, uid, gid, links } of files) {
    text += `dev=${device.toString(16)},ino=${inode},mode=${mode.toString(8)},`
    text += `uid=${uid},gid=${gid},nlink=${links},rdev=0\n`
  }
  return text
}

const line = /^dev=([0-9a-f]+),ino=(\d+),mode=([0-7]+),uid=(\d+),gid=(\d+),nlink=(\d+),rdev=\d+$/

/** The files in a state that faked saved. Throws for text that is none. */
export function parseFakedState(text: string): FakedFile[] {
  return text
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => {
      const [, device = '', inode, mode = '', uid, gid, links] = line.exec(row) ?? []
      if (links === undefined) throw new Error(`internal error: faked saved "${row}"`)
      return {
        device: Number.parseInt(device, 16),
        inode: Number(inode),
        mode: Number.parseInt(mode, 8),
        uid: Number(uid),
        gid: Number(gid),
        links: Number(links),
      }
    })
}
