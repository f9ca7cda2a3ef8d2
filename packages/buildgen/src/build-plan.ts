import type { Treefile } from '@apt2ostree/treefile'

/** An image and the refs of its steps. */
export interface PlannedImage {
  readonly image: Treefile
  readonly unpacked: string
  readonly configured: string
  readonly finalized: string
  /** The branch it is committed to; without one it is configured and that is all: a base. */
  readonly ref?: string
  /** The ref of the configured tree that its packages are added to, another image's. */
  readonly base?: string
  /** Its packages, to give each a step of its own; without them, all are one step. */
  readonly packages?: readonly PlannedPackage[]
}

/** A package of a lockfile, as `deb2ostree unpack --only` takes it, and the ref of its layer. */
export interface PlannedPackage {
  readonly name: string
  readonly ref: string
}

/** Where things are, all from the folder in which ninja or make runs. */
export interface BuildPlaces {
  readonly repo: string
  readonly pool: string
  /** A folder for what the steps leave behind beside refs. */
  readonly state: string
}

/** One command and what it reads and writes; `output` changes only if its content does. */
export interface Step {
  readonly kind: 'init' | 'check' | 'deb' | 'unpack' | 'union' | 'configure' | 'finalize' | 'commit'
  readonly output: string
  readonly inputs: readonly string[]
  /** Read too where it is there. */
  readonly optionalInput?: string
  /** A line for sh(1). */
  readonly command: string
  /** A rule that the command writes, which names inputs that were found on the way. */
  readonly depfile?: string
  /** A file that may say when the command last ran. */
  readonly stamp: string
}

/** A file that holds what an image.yaml says in place. */
export interface WrittenFile {
  readonly path: string
  readonly text: string
}

/** The steps of one image, first to last, and the command that makes its lockfile anew. */
export interface ImagePlan {
  readonly name: string
  readonly steps: readonly Step[]
  readonly unpacked: string
  /** What the last step makes. */
  readonly committed: string
  readonly lock: string
  /** What has to be there before the first step, beside the image's own files. */
  readonly files: readonly WrittenFile[]
}

/** All images, what they share, and how the file that holds this plan is made again. */
export interface BuildPlan {
  readonly images: readonly ImagePlan[]
  /** What no image has for itself: the repo, and packages where these have steps of their own. */
  readonly shared: readonly Step[]
  /** What the plan was made from. */
  readonly sources: readonly string[]
  /** A line for sh(1) that writes the file anew. */
  readonly generate: string
}
