import { isUtf8 } from 'node:buffer'
import { type ControlInfo, controlOf } from '@apt2ostree/deb-ar'
import { decodeBytes, encodeBytes, parseStanza, type Stanza } from '@apt2ostree/deb822'
import { type Commit, type NewCommit, Variant } from '@apt2ostree/ostree-repo'
import { LayerError } from './errors.js'
import { identifyPackage } from './package-identity.js'
import type { UsrMergeAlias } from './unpack/usr-merge.js'

/** To be raised whenever another layer comes of the same .deb: one of another layout counts as absent. */
const layoutNumber = 2

/** Returns what the commits of layers laid out like this say of it. */
export function layerLayout(usrMerge: boolean): string {
  return `${layoutNumber}${usrMerge ? '-usrmerge' : ''}`
}

/** What a layer's commit says of the .deb it was made from. Text is byte strings. */
export interface LayerMetadata {
  readonly control: Stanza
  /** The control information files of these names, where the package has them. */
  readonly conffiles: string | undefined
  readonly triggers: string | undefined
  readonly sha256: string
  /** The symlinks of a merged /usr that paths of this package lead through. */
  readonly aliases: readonly string[]
  /** How it is laid out: {@link layerLayout}. */
  readonly layout: string
}

const keys = {
  control: 'deb.control',
  conffiles: 'deb.conffiles',
  triggers: 'deb.triggers',
  sha256: 'deb.sha256',
  name: 'deb.name',
  version: 'deb.version',
  architecture: 'deb.architecture',
  aliases: 'deb.aliases',
  layout: 'deb.layout',
} as const

/** Returns the metadata of the layer made from a .deb. */
export function layerMetadataOf(
  info: ControlInfo,
  sha256: string,
  { aliases, usrMerge }: { readonly aliases: Iterable<UsrMergeAlias>; readonly usrMerge: boolean },
): LayerMetadata {
  const text = (name: string) => {
    const file = info.get(name)
    return file === undefined ? undefined : decodeBytes(file.content)
  }
  const [conffiles, triggers] = [text('conffiles'), text('triggers')]
  return {
    ...{ control: controlOf(info), conffiles, triggers, sha256 },
    aliases: [...aliases].sort(),
    layout: layerLayout(usrMerge),
  }
}

/** Returns the commit metadata for it. */
export function encodeLayerMetadata(metadata: LayerMetadata): NonNullable<NewCommit['metadata']> {
  const { control, conffiles, triggers, sha256, aliases, layout } = metadata
  const { name, version, architecture } = identifyPackage(control, sha256)
  const texts = [
    [keys.control, control.text],
    [keys.conffiles, conffiles],
    [keys.triggers, triggers],
    [keys.sha256, sha256],
    [keys.name, name],
    [keys.version, version],
    [keys.architecture, architecture],
    [keys.layout, layout],
  ] as const
  const entries = texts.flatMap(([key, text]) =>
    text === undefined ? [] : [[key, encodeText(text)] as const],
  )
  return new Map([...entries, [keys.aliases, Variant.strings(aliases)]])
}

/** Returns what a layer's commit says. Throws LayerError where the commit is not a layer. */
export function decodeLayerMetadata(commit: Pick<Commit, 'metadata'>): LayerMetadata {
  const text = (key: string) => {
    const variant = commit.metadata.get(key)
    return variant === undefined ? undefined : decodeText(variant)
  }
  const [control, sha256] = [text(keys.control), text(keys.sha256)]
  if (control === undefined || sha256 === undefined) {
    const message = 'cannot read the layer: its commit does not hold a control stanza'
    throw new LayerError('ERR_LAYER_MISSING', message)
  }
  const aliases = commit.metadata.get(keys.aliases)?.texts ?? []
  const [conffiles, triggers] = [text(keys.conffiles), text(keys.triggers)]
  const layout = text(keys.layout) ?? ''
  return { control: parseStanza(control), conffiles, triggers, sha256, aliases, layout }
}

/** GVariant strings are UTF-8; the rare text that isn't is kept as bytes. */
function encodeText(text: string): Variant {
  const bytes = Buffer.from(encodeBytes(text))
  return isUtf8(bytes) ? Variant.string(bytes.toString()) : Variant.bytes(bytes)
}

function decodeText(variant: Variant): string {
  return decodeBytes(
    variant.text === undefined ? (variant.value as Buffer) : Buffer.from(variant.text),
  )
}
