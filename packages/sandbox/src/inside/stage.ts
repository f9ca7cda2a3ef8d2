import type { TreeRef } from '@apt2ostree/ostree-repo'
import type { Obstacle } from '../backend.js'
import type { Command, Mask } from '../job.js'
import type { Mount } from './mount-table.js'

/** A file from outside of the tree that lies in the tree's /dev while commands run. */
export interface BoundFile {
  readonly source: string
  readonly path: `/dev/${string}`
}

/** A tree laid out for commands to change it, in a way that tells what they changed. */
export interface Stage {
  /** Makes the tree appear where the commands have their root directory. */
  readonly mount: Mount
  readonly boundFiles: readonly BoundFile[]
  readonly masks: readonly Mask[]
  /** A command that succeeds where this kind of stage can work, and what to say where it does not. */
  readonly probe?: {
    readonly command: Command
    explain(reason: string): Obstacle
  }
  /** What commands are called through. */
  readonly wrapper: readonly string[]
  /** To be called when the commands are over, while what they left running still runs. */
  settle(): Promise<void>
  /** Writes the tree as the commands left it, without the paths in `made`. Nothing is mounted. */
  collect(made: readonly string[]): TreeRef
  /** Puts away what later runs can use, whether commands failed or not. Nothing is mounted. */
  release(): void
}
