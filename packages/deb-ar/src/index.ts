export {
  type ArHeader,
  arHeaderBytes,
  arMagic,
  parseArHeader,
} from './ar-header.js'
export {
  type ControlInfo,
  type ControlInfoFile,
  controlOf,
  readControl,
  readControlInfo,
  readControlTar,
} from './control-info.js'
export { DebError, type DebErrorCode } from './errors.js'
export { controlTar, dataTar, openMember } from './open-tar.js'
export { type ArMember, readAr } from './read-ar.js'
export {
  type DebMember,
  type DebMemberRole,
  openMemberTar,
  type ReadDebOptions,
  readDeb,
} from './read-deb.js'
export { readTar, type TarEntry, type TarEntryType } from './read-tar.js'
