import type { Checksum, TreeRef } from '@apt2ostree/ostree-repo'
import type { Backend } from './backend.js'
import type { ForeignPrograms } from './foreign-programs.js'
import type { BubblewrapProgram, FakerootPaths, ToolPaths } from './host-facts.js'
import type { SubordinateIds } from './subordinate-ids.js'

/** A program to run with the tree as its root directory, as uid 0. */
export interface Command {
  /** What messages call it: `dpkg --configure -a`, `preinst of dash`. */
  readonly label: string
  readonly argv: readonly [string, ...string[]]
  /** Added to the job's environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** What it reads from standard input; nothing without it. */
  readonly input?: string
  /** Output means failure, whatever the exit status. */
  readonly mustBeSilent?: boolean
  /** What kind of command the caller calls it, and what it is run for; a failure has both again. */
  readonly kind?: string
  readonly subject?: string
}

/** A file that is bound over the tree's own (or over nothing) while the commands run. */
export interface FileBind {
  /** Absolute; symlinks are followed inside the tree. */
  readonly path: string
  readonly content: string
  readonly mode: number
  /** Not where the tree has nothing. */
  readonly onlyOverFile?: boolean
}

/** A file of the host in the sandbox's own /dev. */
export interface Bind {
  readonly source: string
  readonly target: `/dev/${string}`
}

/** A file that the commands find where the tree has none; an empty one is gone again if still empty. */
export interface InitialFile {
  /** Absolute. */
  readonly path: string
  readonly content: string
}

/** What runs in a tree, and what stands in it meanwhile. */
export interface Work {
  /** Run one after another; the first that fails ends the work. */
  readonly commands: readonly Command[]
  /** All that the commands see of the environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly binds?: readonly FileBind[]
  readonly initialFiles?: readonly InitialFile[]
  /** Seconds after which a command that still runs is killed. */
  readonly timeLimit: number
}

/** The host's fakeroot, and the commit to take the library from instead. */
export interface FakerootParts extends FakerootPaths {
  readonly layer?: Checksum
}

/** What the inner program is told: all that it does, it does from this alone. */
export interface Job {
  readonly backend: Backend
  readonly tools: ToolPaths
  readonly bubblewrap: BubblewrapProgram
  /** Debian's names of the host's architecture and, where it is known, the tree's. */
  readonly architectures: { readonly host?: string; readonly tree?: string }
  /** Those of the user, for backend `unshare`. */
  readonly subordinateIds: SubordinateIds
  /** For the backend of that name only. */
  readonly fakeroot?: FakerootParts
  /** Where the kernel may not be able to run the tree's programs. */
  readonly foreign?: ForeignPrograms
  readonly repo: string
  /** The outer program's transaction, which the inner one joins. */
  readonly transaction: string
  /** A directory in the repo's tmp, with nothing in it but its lock. */
  readonly workspace: string
  /** A directory in the repo's tmp/cache for checkouts that fit this backend and user. */
  readonly kept?: string
  readonly rev: Checksum
  readonly work: Work
}

/** Sent to the inner program, the job being its first message, to make it give up and clean up. */
export const abortRequest = 'abort'

/** What is sent of an error: its own facts are lost on the way otherwise. */
export type SentError = Readonly<
  Pick<NodeJS.ErrnoException, 'message' | 'code' | 'errno' | 'syscall' | 'path'> & { hint?: string }
>

/** What the inner program tells the outer one while it works and in the end. */
export type Report =
  | { readonly type: 'command'; readonly index: number }
  | { readonly type: 'command-failed'; readonly index: number; readonly reason: string }
  | { readonly type: 'failed'; readonly error: SentError }
  | { readonly type: 'collected'; readonly root: TreeRef }
