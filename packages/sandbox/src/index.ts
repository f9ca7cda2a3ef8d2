export { type Backend, chooseBackend, type Mode } from './backend.js'
export { type ChangeTreeOptions, changeTree } from './change-tree.js'
export {
  CommandFailedError,
  type CommandFailure,
  SandboxError,
  type SandboxErrorCode,
} from './errors.js'
export { type BubblewrapProgram, type HostFacts, readHostFacts } from './host-facts.js'
export type { Command, FileBind, InitialFile, Work } from './job.js'
