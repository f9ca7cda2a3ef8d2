import type { TreeRef } from '@apt2ostree/ostree-repo'
import type { MissingRequirement } from '../backend.js'
import type { Bind, Command, FileBind } from '../job.js'

/** A tree laid out for commands to change it, in a way that tells what they changed. */
export interface Rootfs {
  /** The arguments of mount(8) that make it appear at a directory; the workspace is the current one. */
  mountArguments(target: string): string[]
  /** Files of the host in the /dev of commands. */
  readonly deviceBinds: readonly Bind[]
  readonly binds: readonly FileBind[]
  /** Added to the environment of commands. */
  readonly environment: Readonly<Record<string, string>>
  /** A command that succeeds where this kind of rootfs can work, and what to say where it does not. */
  readonly probe?: {
    readonly command: Command
    explain(reason: string): MissingRequirement
  }
  /** To be called when the commands are over, before all processes are killed. */
  settle(): Promise<void>
  /** Writes the tree as the commands left it, without the paths in `made`. Nothing is mounted. */
  collect(made: readonly string[]): TreeRef
  /** Puts away what later runs can use, whether commands failed or not. Nothing is mounted. */
  release(): void
}
