import {
  type ControlInfo,
  controlOf,
  openMemberTar,
  type ReadDebOptions,
  readControlTar,
  readDeb,
} from '@apt2ostree/deb-ar'
import { decodeBytes } from '@apt2ostree/deb822'
import type { Checksum, ObjectWriter } from '@apt2ostree/ostree-repo'
import { parseConffiles } from './conffiles.js'
import { importData } from './import-data.js'
import { infoFilesOf } from './info-files.js'
import { encodeLayerMetadata, layerMetadataOf } from './layer-metadata.js'
import { LayerTree } from './layer-tree.js'
import { formatLayerRef, identifyPackage, infoNameOf } from './package-identity.js'
import { mergeUsrPath, type UsrMergeAlias, usrMergeAliasOf } from './usr-merge.js'

/** A .deb in the repo. */
export interface Layer {
  readonly ref: string
  readonly commit: Checksum
}

/** How a .deb becomes a layer. */
export interface ImportDebOptions extends ReadDebOptions {
  /** Of the .deb, verified by the caller. */
  readonly sha256: string
  /** Lay the files out for a merged /usr. */
  readonly usrMerge: boolean
  /** Returns the commit of a ref that exists already: then nothing is unpacked. */
  readonly readRef: (ref: string) => Checksum | undefined
}

/**
 * Writes a .deb's layer and returns it: its files as `dpkg --unpack` leaves them, and its info files. The ref is the
 * caller's to set. Throws DebError for a bad .deb, LayerError for what OSTree can't hold.
 */
export async function importDeb(
  writer: ObjectWriter,
  source: AsyncIterable<Uint8Array>,
  options: ImportDebOptions,
): Promise<Layer> {
  let info: ControlInfo = new Map()
  for await (const member of readDeb(source, options)) {
    const tar = () => openMemberTar(member, options)
    if (member.role === 'control.tar') {
      info = await readControlTar(tar(), options)
      const ref = refOf(info, options)
      const commit = options.readRef(ref)
      if (commit !== undefined) return { ref, commit }
    } else if (member.role === 'data.tar') {
      return { ref: refOf(info, options), commit: await writeLayer(writer, info, tar(), options) }
    }
  }
  throw new Error('a .deb without data.tar')
}

function refOf(info: ControlInfo, options: ImportDebOptions): string {
  const identity = identifyPackage(controlOf(info, options), options.sha256)
  return formatLayerRef(identity, options.usrMerge)
}

async function writeLayer(
  writer: ObjectWriter,
  info: ControlInfo,
  data: AsyncIterable<Uint8Array>,
  options: ImportDebOptions,
): Promise<Checksum> {
  const conffiles = conffilePaths(info)
  const aliases = new Set<UsrMergeAlias>()
  const tree = new LayerTree(writer, (path, isDirectory) => {
    const suffix = !isDirectory && conffiles.has(`/${path}`) ? '.dpkg-new' : ''
    if (!options.usrMerge) return path + suffix
    const merged = mergeUsrPath(path, isDirectory)
    const alias = merged === path ? undefined : usrMergeAliasOf(path)
    if (alias !== undefined) aliases.add(alias)
    return merged + suffix
  })
  const entries = await importData(tree, data, { ...options, md5: !info.has('md5sums') })
  const infoName = infoNameOf(controlOf(info, options))
  for (const [suffix, { mode, content }] of infoFilesOf(info, entries)) {
    tree.addText(`var/lib/dpkg/info/${infoName}.${suffix}`, mode, content)
  }
  const root = tree.write()
  const metadata = encodeLayerMetadata(layerMetadataOf(info, options.sha256, aliases))
  return writer.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
}

function conffilePaths(info: ControlInfo): ReadonlySet<string> {
  const file = info.get('conffiles')
  const conffiles = file === undefined ? [] : parseConffiles(decodeBytes(file.content))
  const shipped = conffiles.filter(({ removeOnUpgrade }) => !removeOnUpgrade)
  return new Set(shipped.map(({ path }) => path))
}
