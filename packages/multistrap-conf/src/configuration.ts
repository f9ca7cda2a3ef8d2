import type { Setting } from './section-reader.js'

/** What multistrap takes from a configuration and all that it includes. */
export interface Configuration {
  /** The configuration and what it includes, in the order read. */
  readonly files: readonly string[]
  readonly architecture: Setting | undefined
  readonly directory: Setting | undefined
  readonly tarballName: Setting | undefined
  /** A script that is copied to the top of the tree. */
  readonly configScript: Setting | undefined
  /** A script that is run on the unpacked tree. */
  readonly setupScript: Setting | undefined
  /** A file of apt_preferences(5). */
  readonly preferences: Setting | undefined
  /** `APT::Default-Release`. */
  readonly defaultRelease: Setting | undefined
  /** A folder for the packages and their sources. */
  readonly sourceFolder: Setting | undefined
  readonly unpack: boolean
  readonly markAuto: boolean
  readonly cleanUp: boolean
  readonly noAuth: boolean
  readonly ignoreNativeArchitecture: boolean
  readonly explicitSuite: boolean
  readonly allowRecommends: boolean
  readonly omitRequired: boolean
  /** Where the flag is set. */
  readonly addImportant: Setting | undefined
  readonly omitPreinst: Setting | undefined
  /** Files for debconf-set-selections(1). */
  readonly debconfSeeds: readonly Setting[]
  /** Folders of hooks. */
  readonly hookFolders: readonly Setting[]
  readonly foreignArchitectures: readonly Setting[]
  /** The sections that `bootstrap=` names, in the order in which apt reads their sources. */
  readonly bootstrap: readonly ConfigurationSection[]
  /** The sections that `aptsources=` names, likewise. */
  readonly aptSources: readonly ConfigurationSection[]
  /** All sections in the order of their names: keyrings and `additional` count in every one. */
  readonly sections: readonly ConfigurationSection[]
  /** One for each thing without effect, with file and line. */
  readonly warnings: readonly string[]
  /** One for each key for which an image.yaml has no place, for a comment. */
  readonly remarks: readonly string[]
}

/** A section with a source or with packages. */
export interface ConfigurationSection {
  /** In lower case. */
  readonly name: string
  readonly path: string
  readonly line: number
  readonly source: Setting | undefined
  /** Whether the source is `URI PATH/`, whole by itself: a flat archive. */
  readonly isFlat: boolean
  readonly suite: Setting | undefined
  readonly components: Setting | undefined
  /** Packages that hold keys, or files of keys. */
  readonly keyrings: readonly Setting[]
  readonly packages: readonly Setting[]
  /** Of `packages`. */
  readonly architecture: Setting | undefined
  readonly omitDebSrc: boolean
  readonly additional: readonly Setting[]
}
