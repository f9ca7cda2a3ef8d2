/** Text given in place, or the path of the file that holds it. */
export type TextSource = { readonly text: string } | { readonly path: string }

/** A file to copy into the image. */
export interface AddedFile {
  /** The file on the host. */
  readonly source: string
  /** Absolute path in the image. */
  readonly target: string
}

/** What one image.yaml says by itself: nothing is defaulted. Paths lead there from where `path` does. */
export interface TreefileLayer {
  readonly path: string
  readonly includes: readonly string[]
  readonly ref?: string
  readonly lockfile?: string
  readonly ids?: string
  readonly architecture?: string
  readonly recommends?: boolean
  readonly essential?: boolean
  readonly required?: boolean
  readonly mergedUsr?: boolean
  readonly defaultTarget?: string
  /** What boots the tree; nothing does without it. */
  readonly deploy?: 'ostree' | 'bootc'
  readonly foreignArchitectures: readonly string[]
  readonly sources: readonly TextSource[]
  readonly packages: readonly string[]
  readonly excludePackages: readonly string[]
  readonly preferences: readonly TextSource[]
  readonly debconf: readonly TextSource[]
  readonly addFiles: readonly AddedFile[]
  readonly removeFiles: readonly string[]
  readonly postprocess: readonly TextSource[]
  readonly enableUnits: readonly string[]
  readonly disableUnits: readonly string[]
  readonly kernelArguments: readonly string[]
  readonly commitMetadata: Readonly<Record<string, string>>
}

/** One image: its image.yaml with every include merged under it and defaults filled in. */
export interface Treefile extends TreefileLayer {
  /** The image's name: its file's name without `.yaml`, or its folder's for an `image.yaml`. */
  readonly name: string
  readonly lockfile: string
  /** The file that keeps user and group ids. */
  readonly ids: string
  readonly recommends: boolean
  readonly essential: boolean
  readonly required: boolean
  /** Every file that was read, this one first: what a build system has to watch. */
  readonly files: readonly string[]
}
