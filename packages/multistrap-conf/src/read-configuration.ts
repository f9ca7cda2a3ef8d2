import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Configuration, ConfigurationSection } from './configuration.js'
import { MultistrapError } from './errors.js'
import { type IniSection, parseIni } from './parse-ini.js'
import { SectionReader, type Setting } from './section-reader.js'

/**
 * Returns what multistrap takes from a configuration and from the files that its `include=` chain
 * names, as its `cascade` does: of a single value the first file's counts, flags and lists add up, and
 * the source and packages of a section are those of the last file that has it. Names of files are
 * looked for where the command runs, as multistrap does, then beside the configuration. Throws a
 * MultistrapError with file and line, or Node's own error for `path` itself.
 */
export function readConfiguration(path: string): Configuration {
  const draft = new Draft(path)
  const pending: { path: string; from?: Setting }[] = [{ path }]
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (draft.files.includes(next.path)) continue
    draft.files.push(next.path)
    for (const included of draft.add(parseIni(readText(next.path, next.from), next.path))) {
      pending.push(included)
    }
  }
  return draft.finish()
}

/** The flags that stay set once a file has set them. */
const switches = [
  ['markAuto', 'markauto'],
  ['cleanUp', 'cleanup'],
  ['noAuth', 'noauth'],
  ['ignoreNativeArchitecture', 'ignorenativearch'],
  ['explicitSuite', 'explicitsuite'],
  ['allowRecommends', 'allowrecommends'],
  ['omitRequired', 'omitrequired'],
] as const

/** The settings of which one file's counts. */
class SingleSettings {
  architecture: Setting | undefined
  directory: Setting | undefined
  tarballName: Setting | undefined
  configScript: Setting | undefined
  setupScript: Setting | undefined
  preferences: Setting | undefined
  defaultRelease: Setting | undefined
  sourceFolder: Setting | undefined
  addImportant: Setting | undefined
  omitPreinst: Setting | undefined
}

class Draft {
  readonly files: string[] = []
  private readonly folder: string
  private readonly single = new SingleSettings()
  private readonly flags = {
    unpack: true,
    markAuto: false,
    cleanUp: false,
    noAuth: false,
    ignoreNativeArchitecture: false,
    explicitSuite: false,
    allowRecommends: false,
    omitRequired: false,
  }
  private readonly debconfSeeds: Setting[] = []
  private readonly hookFolders: Setting[] = []
  private readonly foreignArchitectures: Setting[] = []
  private readonly bootstrap: Setting[] = []
  private readonly aptSources: Setting[] = []
  private readonly sections = new Map<string, ConfigurationSection>()
  private readonly warnings: string[] = []
  private readonly remarks: string[] = []

  constructor(path: string) {
    this.folder = dirname(path)
  }

  /** Takes over what one file says and returns the files that it includes. */
  add(ini: readonly IniSection[]): { path: string; from: Setting }[] {
    const named = new Map(ini.map((section) => [section.name.toLowerCase(), section]))
    const included: { path: string; from: Setting }[] = []
    const wanted: Setting[] = []
    for (const [name, section] of named) {
      const reader = new SectionReader(section, (message) => this.warnings.push(message))
      this.remarks.push(...reader.remarks())
      if (name === 'general') included.push(...this.addGeneral(reader))
      else {
        const read = this.addSection(name, reader)
        if (read.architecture !== undefined && read.packages.length > 0) {
          wanted.push(read.architecture)
        }
      }
    }
    const known = this.foreignArchitectures.map(({ value }) => value)
    const stray = wanted.find(({ value }) => !known.includes(value))
    if (stray === undefined) return included
    const reason = `architecture "${stray.value}" is not among those of "multiarch"`
    throw new MultistrapError(stray.path, stray.line, reason)
  }

  private addGeneral(reader: SectionReader): { path: string; from: Setting }[] {
    const { single, flags } = this
    single.architecture ??= reader.text('arch')
    single.directory ??= reader.text('directory')
    single.tarballName ??= filled(reader.text('tarballname'))
    single.configScript ??= this.usable(reader, reader.text('configscript'), isExecutable)
    single.setupScript ??= this.usable(reader, reader.text('setupscript'), isExecutable)
    single.preferences ??= this.usable(reader, reader.text('aptpreferences'), isFile)
    single.defaultRelease = reader.text('aptdefaultrelease') ?? single.defaultRelease
    const kept = reader.text('retainsources')
    if (kept?.value !== 'false') {
      single.sourceFolder = this.usable(reader, kept, isFolder) ?? single.sourceFolder
    }
    for (const key of ['unpack', 'forceunpack']) {
      if (reader.flag(key) === false) flags.unpack = false
    }
    for (const [name, key] of switches) flags[name] ||= reader.flag(key) ?? false
    if (reader.flag('addimportant')) single.addImportant ??= reader.text('addimportant')
    if (reader.flag('omitpreinst')) single.omitPreinst ??= reader.text('omitpreinst')
    for (const [key, list, fits] of [
      ['debconfseed', this.debconfSeeds, isFile],
      ['hookdir', this.hookFolders, isFolder],
    ] as const) {
      for (const word of reader.words(key)) {
        const found = this.usable(reader, word, fits)
        if (found !== undefined) list.push(found)
      }
    }
    this.foreignArchitectures.push(...reader.words('multiarch'))
    this.bootstrap.push(...reader.words('debootstrap'), ...reader.words('bootstrap'))
    this.aptSources.push(...reader.words('aptsources'))
    return reader.words('include').map((from) => {
      const path = this.locate(from.value, isFile)
      if (path !== undefined) return { path, from }
      throw new MultistrapError(
        from.path,
        from.line,
        `it includes "${from.value}", which is no file`,
      )
    })
  }

  private addSection(name: string, reader: SectionReader): ConfigurationSection {
    const { path, line } = reader.section
    const known = this.sections.get(name)
    const source = reader.text('source')
    const read = {
      ...{ name, path, line, source },
      // it stays one to multistrap, whatever a later file says
      isFlat: known?.isFlat || /^(\[.*\] )*[^[\]]+ .+\/$/.test(source?.value ?? ''),
      suite: known === undefined ? reader.text('suite') : known.suite,
      components: known === undefined ? reader.text('components') : known.components,
      architecture: filled(reader.text('architecture')),
      keyrings: known === undefined ? reader.shellWords('keyring') : known.keyrings,
      packages: reader.shellWords('packages'),
      omitDebSrc: known?.omitDebSrc || (reader.flag('omitdebsrc') ?? false),
      additional: [...(known?.additional ?? []), ...reader.shellWords('additional')],
    }
    this.sections.set(name, read)
    return read
  }

  finish(): Configuration {
    const { files, single, flags, debconfSeeds, hookFolders, warnings, remarks } = this
    const bootstrap = this.named('bootstrap', this.bootstrap)
    const aptSources = this.named('aptsources', this.aptSources)
    if (flags.omitRequired && single.addImportant !== undefined) {
      const { path, line } = single.addImportant
      throw new MultistrapError(path, line, '"addimportant" and "omitrequired" exclude each other')
    }
    return {
      ...single,
      ...flags,
      ...{ files, debconfSeeds, hookFolders, bootstrap, aptSources, warnings, remarks },
      foreignArchitectures: this.foreignArchitectures,
      sections: sorted([...this.sections.values()]),
    }
  }

  /** The sections of these names, each once, in the order in which apt reads their files. */
  private named(key: string, names: readonly Setting[]): ConfigurationSection[] {
    const found = new Set<ConfigurationSection>()
    for (const { value, path, line } of names) {
      const section = this.sections.get(value.toLowerCase())
      if (section !== undefined) found.add(section)
      else this.warnings.push(`${path}:${line}: "${key}" names [${value}], which is not there`)
    }
    return sorted([...found])
  }

  private usable(
    reader: SectionReader,
    setting: Setting | undefined,
    fits: (path: string) => boolean,
  ): Setting | undefined {
    if (setting === undefined || setting.value === '') return undefined
    const path = this.locate(setting.value, fits)
    if (path !== undefined) return { ...setting, value: path }
    reader.tell(setting, `"${setting.value}" has no effect: there is no such ${kindOf.get(fits)}`)
    return undefined
  }

  private locate(name: string, fits: (path: string) => boolean): string | undefined {
    const beside = isAbsolute(name) ? name : join(this.folder, name)
    return [name, beside].find(fits)
  }
}

function sorted(sections: ConfigurationSection[]): ConfigurationSection[] {
  return sections.sort((a, b) => (`${a.name}.list` < `${b.name}.list` ? -1 : 1))
}

function filled(setting: Setting | undefined): Setting | undefined {
  return setting?.value === '' ? undefined : setting
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return isFile(path)
  } catch {
    return false
  }
}

const kindOf = new Map([
  [isFile, 'file'],
  [isFolder, 'folder'],
  [isExecutable, 'executable file'],
])

function readText(path: string, from: Setting | undefined): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (cause) {
    if (from === undefined) throw cause
    throw new MultistrapError(from.path, from.line, `it includes "${path}"`, { cause })
  }
}
