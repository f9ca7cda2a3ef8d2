import { formatStanza } from '@apt2ostree/deb822'
import { type Compression, compressors } from './compressors.js'
import { buildTar, type TarItem } from './tar.js'

/** A package to build; what is left out is as in an ordinary package. */
export interface DebOptions {
  /** Fields of the control file, over Package: test, Version: 1.0, Architecture: all and what else dpkg wants. */
  readonly fields?: Readonly<Record<string, string>>
  /** The entries of data.tar as given; directories are not made up. */
  readonly files?: readonly TarItem[]
  /** Further control information files by name; maintainer scripts become executable. */
  readonly controlFiles?: Readonly<Record<string, string>>
  /** The entries of control.tar, in place of all of the above. */
  readonly controlEntries?: readonly TarItem[]
  /** Default: xz. */
  readonly compression?: Compression
}

/** One member of an ar archive. */
export interface ArItem {
  readonly name: string
  readonly content: string | Uint8Array
}

const maintainerScripts = new Set(['preinst', 'postinst', 'prerm', 'postrm', 'config'])

/** Returns a .deb. */
export function buildDeb(options: DebOptions = {}): Buffer {
  const compression = options.compression ?? 'xz'
  const suffix = compression === 'none' ? '' : `.${compression}`
  const compress = compressors[compression]
  const controlEntries = options.controlEntries ?? controlEntriesOf(options)
  return buildAr([
    { name: 'debian-binary', content: '2.0\n' },
    { name: `control.tar${suffix}`, content: compress(buildTar(controlEntries)) },
    { name: `data.tar${suffix}`, content: compress(buildTar(options.files ?? [])) },
  ])
}

/** Returns an ar archive of the given members. */
export function buildAr(members: readonly ArItem[]): Buffer {
  const parts = members.flatMap(({ name, content }) => {
    const bytes = Buffer.from(content)
    const columns = [name.padEnd(16), '0'.padEnd(12), '0     0     100644  ']
    const header = `${columns.join('')}${String(bytes.length).padEnd(10)}\`\n`
    return [Buffer.from(header), bytes, Buffer.alloc(bytes.length % 2, '\n')]
  })
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts])
}

/** Returns the control file that {@link buildDeb} writes for these fields. */
export function controlText(fields: Readonly<Record<string, string>> = {}): string {
  const all = {
    Package: 'test',
    Version: '1.0',
    Architecture: 'all',
    Maintainer: 'Test <test@example.org>',
    Description: 'a test package',
    ...fields,
  }
  return formatStanza(Object.entries(all))
}

function controlEntriesOf({ fields, controlFiles = {} }: DebOptions): TarItem[] {
  const files = { control: controlText(fields), ...controlFiles }
  return [
    { path: './' },
    ...Object.entries(files).map(([name, content]) => ({
      path: `./${name}`,
      mode: maintainerScripts.has(name) ? 0o755 : 0o644,
      content,
    })),
  ]
}
