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
import { encodeLayerMetadata, layerMetadataOf } from './layer-metadata.js'
import {
  formatLayerRef,
  identifyPackage,
  infoNameOf,
  type PackageIdentity,
} from './package-identity.js'
import { parseConffiles } from './unpack/conffiles.js'
import { importData } from './unpack/import-data.js'
import { infoFilesOf } from './unpack/info-files.js'
import { LayerTree } from './unpack/layer-tree.js'
import { OwnerNames, ownersFolder } from './unpack/owners.js'
import { Placement } from './unpack/placement.js'

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
  /** Returns the layer of a package where there is one already: then nothing is unpacked. */
  readonly findLayer: (identity: PackageIdentity) => Checksum | undefined
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
      const identity = identifyPackage(controlOf(info, options), options.sha256)
      const commit = options.findLayer(identity)
      if (commit !== undefined) return { ref: formatLayerRef(identity, options.usrMerge), commit }
    } else if (member.role === 'data.tar') {
      const identity = identifyPackage(controlOf(info, options), options.sha256)
      const commit = await writeLayer(writer, info, tar(), options)
      return { ref: formatLayerRef(identity, options.usrMerge), commit }
    }
  }
  throw new Error('a .deb without data.tar')
}

async function writeLayer(
  writer: ObjectWriter,
  info: ControlInfo,
  data: AsyncIterable<Uint8Array>,
  options: ImportDebOptions,
): Promise<Checksum> {
  const { usrMerge } = options
  const placement = new Placement({ usrMerge, conffiles: conffilePaths(info) })
  const owners = new OwnerNames()
  const tree = new LayerTree(writer, { placement, owners })
  const entries = await importData(tree, data, { ...options, md5: !info.has('md5sums') })
  const infoName = infoNameOf(controlOf(info, options))
  for (const [suffix, file] of infoFilesOf(info, entries)) {
    const path = `var/lib/dpkg/info/${infoName}.${suffix}`
    if (file.symlinkTarget === undefined) tree.addText(path, file.mode, file.content)
    else tree.addSymlink(path, file.symlinkTarget)
  }
  const openOwners = owners.format()
  if (openOwners !== undefined) tree.addText(`${ownersFolder}/${infoName}`, 0o644, openOwners)
  const root = tree.write()
  const metadata = encodeLayerMetadata(
    layerMetadataOf(info, options.sha256, { aliases: placement.aliases, usrMerge }),
  )
  return writer.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
}

function conffilePaths(info: ControlInfo): ReadonlySet<string> {
  const file = info.get('conffiles')
  const conffiles = file === undefined ? [] : parseConffiles(decodeBytes(file.content))
  const shipped = conffiles.filter(({ removeOnUpgrade }) => !removeOnUpgrade)
  return new Set(shipped.map(({ path }) => path))
}
