/**
 * How multistrap takes a key. Given more than once, `packages` adds up; a flag, names of sections and
 * names of files come to nothing; any other key makes apt or multistrap fail.
 */
export type KeyKind =
  /** Set by `true` alone. */
  | 'flag'
  /** Set by `true` in any case. */
  | 'anyCaseFlag'
  | 'text'
  | 'words'
  /** The name of a file, or names of files: one that is not there is passed over. */
  | 'file'
  | 'sections'
  | 'packages'

/** A key of a configuration. */
export interface KeyRule {
  readonly kind: KeyKind
  /** Why an image.yaml lacks nothing without it. */
  readonly meaningless?: string
}

/** The keys of `[General]`: multistrap(1), and what it reads besides. */
export const GENERAL_KEYS: Readonly<Record<string, KeyRule>> = {
  arch: { kind: 'text' },
  directory: {
    kind: 'text',
    meaningless: 'an image is a commit; check it out wherever it is wanted',
  },
  unpack: { kind: 'flag', meaningless: 'every package is unpacked, as a layer of its own' },
  forceunpack: {
    kind: 'anyCaseFlag',
    meaningless: 'every package is unpacked, as a layer of its own',
  },
  markauto: { kind: 'anyCaseFlag', meaningless: 'dependencies are always marked as automatic' },
  configscript: { kind: 'file' },
  setupscript: { kind: 'file' },
  tarballname: { kind: 'text', meaningless: 'check the commit out and pack it' },
  omitrequired: { kind: 'anyCaseFlag' },
  addimportant: { kind: 'anyCaseFlag' },
  omitpreinst: { kind: 'flag' },
  cleanup: { kind: 'flag', meaningless: 'the image is always clean' },
  noauth: { kind: 'flag' },
  ignorenativearch: {
    kind: 'anyCaseFlag',
    meaningless: '"apt2ostree unpack" stops before packages are configured',
  },
  aptpreferences: { kind: 'file' },
  retainsources: { kind: 'file' },
  explicitsuite: { kind: 'flag' },
  allowrecommends: { kind: 'flag' },
  aptdefaultrelease: { kind: 'text' },
  debconfseed: { kind: 'file' },
  hookdir: { kind: 'file' },
  multiarch: { kind: 'words' },
  debootstrap: { kind: 'sections' },
  bootstrap: { kind: 'sections' },
  aptsources: { kind: 'sections' },
  include: { kind: 'words' },
}

/** The keys of any other section. */
export const SECTION_KEYS: Readonly<Record<string, KeyRule>> = {
  source: { kind: 'text' },
  suite: { kind: 'text' },
  components: { kind: 'text' },
  packages: { kind: 'packages' },
  architecture: { kind: 'text' },
  keyring: { kind: 'words' },
  omitdebsrc: { kind: 'flag' },
  reinstall: { kind: 'words', meaningless: 'every package is configured exactly once' },
  additional: { kind: 'words' },
}
