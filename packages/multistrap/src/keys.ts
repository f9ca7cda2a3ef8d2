/** How the text of a key is to be taken. */
export type KeyKind = 'flag' | 'text' | 'list'

/** A key of a configuration, and why image.yaml has nothing for it, where that is so. */
export interface KeyRule {
  readonly kind: KeyKind
  /** Nothing is lost without it: a comment in the image.yaml is enough. */
  readonly meaningless?: string
  /** Something is lost: a comment, and a warning where it is set. */
  readonly dropped?: string
}

/** The keys of `[General]`, see multistrap(1). */
export const GENERAL_KEYS: Readonly<Record<string, KeyRule>> = {
  arch: { kind: 'text' },
  directory: {
    kind: 'text',
    meaningless: 'an image is a commit; check it out wherever it is wanted',
  },
  unpack: { kind: 'flag', meaningless: 'every package is unpacked, as a layer of its own' },
  forceunpack: { kind: 'flag', meaningless: 'every package is unpacked, as a layer of its own' },
  markauto: { kind: 'flag', meaningless: 'dependencies are always marked as automatic' },
  configscript: { kind: 'text' },
  setupscript: {
    kind: 'text',
    dropped: 'it runs outside the image; put what it does into postprocess or add-files',
  },
  tarballname: { kind: 'text', meaningless: 'check the commit out and pack it' },
  omitrequired: { kind: 'flag' },
  addimportant: { kind: 'flag' },
  omitpreinst: { kind: 'flag', dropped: 'preinst scripts always run, inside the image' },
  cleanup: { kind: 'flag', meaningless: 'the image is always clean' },
  noauth: { kind: 'flag' },
  ignorenativearch: {
    kind: 'flag',
    meaningless: '"apt2ostree unpack" stops before packages are configured',
  },
  aptpreferences: { kind: 'text' },
  retainsources: { kind: 'text', dropped: 'no .deb is kept; the lockfile names every source' },
  explicitsuite: { kind: 'flag' },
  allowrecommends: { kind: 'flag' },
  aptdefaultrelease: { kind: 'text' },
  debconfseed: { kind: 'list' },
  hookdir: { kind: 'list', dropped: 'hooks run outside the image; use postprocess' },
  multiarch: { kind: 'list' },
  debootstrap: { kind: 'list' },
  bootstrap: { kind: 'list' },
  aptsources: { kind: 'list' },
  include: { kind: 'list' },
}

/** The keys of any other section. */
export const SECTION_KEYS: Readonly<Record<string, KeyRule>> = {
  source: { kind: 'text' },
  suite: { kind: 'text' },
  components: { kind: 'list' },
  packages: { kind: 'list' },
  architecture: { kind: 'text' },
  keyring: { kind: 'text' },
  omitdebsrc: { kind: 'flag' },
  reinstall: { kind: 'list', meaningless: 'every package is configured exactly once' },
  additional: { kind: 'list' },
}
