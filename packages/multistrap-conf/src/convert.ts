import { basename } from 'node:path'
import type { Configuration, ConfigurationSection } from './configuration.js'
import { MultistrapError } from './errors.js'
import type { Setting } from './section-reader.js'
import { isKeyringFile, sourceLine } from './source-line.js'
import { sourcesScript } from './sources-script.js'

/** An image.yaml in the making: its keys, remarks on what it has no place for, and warnings. */
export interface ConvertedConf {
  readonly image: ImageKeys
  /** Where a key, or an entry of its list, comes from. */
  origin(key: string, index?: number): Setting | undefined
  /** One for each key for which an image.yaml has no place, for a comment. */
  readonly remarks: readonly string[]
  /** One for each thing that has no effect in multistrap, or has one that is lost here; with file and line. */
  readonly warnings: readonly string[]
}

/** The keys of image.yaml that multistrap has something for, in the order they are written. */
export interface ImageKeys {
  ref: string
  architecture?: string
  'foreign-architectures'?: string[]
  sources?: string[]
  packages: string[]
  recommends?: boolean
  essential?: boolean
  required?: boolean
  preferences?: string[]
  debconf?: string[]
  'add-files'?: [string, string][]
  postprocess?: string[]
}

/**
 * Returns the image.yaml, committed to `ref`, that asks of apt what multistrap asks of it with a
 * configuration: sources and packages of the sections that `bootstrap=` names, the keyrings and
 * `additional` packages of all; and leaves in the image what multistrap leaves there. Throws a
 * MultistrapError for what apt refuses.
 */
export function convertConfiguration(conf: Configuration, ref: string): ConvertedConf {
  const sources = conf.bootstrap.flatMap((section) => sourceOf(section, conf.noAuth))
  if (sources.length === 0 && conf.sections.length > 0) throw noSource(conf)
  const packages = packagesOf(conf)
  const architecture = conf.architecture?.value || undefined
  const foreign = conf.foreignArchitectures
  const preferences = preferencesOf(conf, sources.length)
  const files = filesOf(conf)
  const script = sourcesScript(
    conf.aptSources,
    foreign.length > 0 ? foreign.map(({ value }) => value) : [architecture ?? []].flat(),
  )
  const image: ImageKeys = {
    ref,
    ...(architecture === undefined ? {} : { architecture }),
    ...whenAny(
      'foreign-architectures',
      values(foreign).filter((name) => name !== architecture),
    ),
    ...whenAny('sources', [...new Set(values(sources))]),
    packages: values(packages),
    ...(conf.allowRecommends ? { recommends: true } : {}),
    ...(conf.omitRequired ? { essential: false, required: false } : {}),
    ...whenAny('preferences', preferences),
    ...whenAny('debconf', values(conf.debconfSeeds)),
    ...(files.length > 0 ? { 'add-files': files } : {}),
    ...whenAny('postprocess', script === undefined ? [] : [script]),
  }
  const origins: Readonly<Record<string, readonly (Setting | undefined)[]>> = {
    architecture: [conf.architecture],
    'foreign-architectures': foreign.filter(({ value }) => value !== architecture),
    packages,
  }
  const losses = lossesOf(conf)
  return {
    image,
    origin: (key, index = 0) => origins[key]?.[index],
    remarks: [...conf.remarks, ...losses.map(({ remark }) => remark)],
    warnings: [...conf.warnings, ...idleSections(conf), ...losses.map(({ warning }) => warning)],
  }
}

/** The source of a section, if it is one; `noAuth` trusts it without a signature. */
function sourceOf(section: ConfigurationSection, noAuth: boolean): Setting[] {
  const files = values(section.keyrings).filter(isKeyringFile)
  const signedBy = files.length > 0 ? [`signed-by=${files.join(',')}`] : []
  const line = sourceLine(section, 'deb', noAuth ? ['trusted=yes'] : signedBy)
  return line === undefined ? [] : [{ ...placeOf(section), value: line }]
}

/** What multistrap asks apt-get to install, each once and in its order; `additional` comes in a second run. */
function packagesOf(conf: Configuration): Setting[] {
  const named = conf.bootstrap.flatMap((section) => {
    const suite = conf.explicitSuite ? section.suite?.value.split(/\s/)[0] : undefined
    return section.packages.map(({ value, ...place }) => ({
      ...place,
      value: [
        value,
        section.architecture === undefined ? '' : `:${section.architecture.value}`,
        suite ? `/${suite}` : '',
      ].join(''),
    }))
  })
  const keyrings = conf.sections.flatMap((section) =>
    section.keyrings.filter(({ value }) => !isKeyringFile(value)),
  )
  const first = [...named, ...keyrings].sort((a, b) => (a.value < b.value ? -1 : 1))
  const important =
    conf.addImportant === undefined ? [] : [{ ...conf.addImportant, value: '?priority(important)' }]
  const all = [...important, ...first, ...conf.sections.flatMap(({ additional }) => additional)]
  return [...new Map(all.reverse().map((each) => [each.value, each])).values()].reverse()
}

/**
 * Pins. `APT::Default-Release` is a pin of priority 990 in apt_preferences(5). multistrap sets it to
 * `*` if nothing else is asked for, and that takes NotAutomatic from backports and experimental.
 */
function preferencesOf(conf: Configuration, sources: number): string[] {
  const release = conf.defaultRelease?.value ?? (sources > 1 ? '*' : '')
  const file = conf.preferences?.value
  return [
    ...(file !== undefined && isReadByApt(file) ? [file] : []),
    ...(release === '' ? [] : [`Package: *\nPin: release ${release}\nPin-Priority: 990\n`]),
  ]
}

/** apt reads files of preferences.d without a suffix, or with `.pref`. */
function isReadByApt(path: string): boolean {
  return /^([\w.:-]+\.pref|[\w:-]+)$/.test(basename(path))
}

function filesOf({ preferences, configScript }: Configuration): [string, string][] {
  return [
    ...(preferences === undefined
      ? []
      : [[preferences.value, `/etc/apt/preferences.d/${basename(preferences.value)}`] as const]),
    ...(configScript === undefined
      ? []
      : [[configScript.value, `/${basename(configScript.value)}`] as const]),
  ].map(([source, target]) => [source, target])
}

/** What multistrap does and an image.yaml has no place for. */
function lossesOf(conf: Configuration): { remark: string; warning: string }[] {
  const lost = (key: string, settings: (Setting | undefined)[], reason: string) =>
    settings.flatMap((setting) =>
      setting === undefined
        ? []
        : {
            remark: `${key}=${setting.value}: ${reason}`,
            warning: `${setting.path}:${setting.line}: "${key}" is dropped: ${reason}`,
          },
    )
  const unread = conf.preferences && !isReadByApt(conf.preferences.value)
  return [
    ...lost(
      'setupscript',
      [conf.setupScript],
      'it runs outside the image; put what it does into postprocess or add-files',
    ),
    ...lost('hookdir', [...conf.hookFolders], 'hooks run outside the image; use postprocess'),
    ...lost('omitpreinst', [conf.omitPreinst], 'preinst scripts always run, inside the image'),
    ...lost(
      'retainsources',
      [conf.sourceFolder],
      'no .deb is kept; the lockfile names every source',
    ),
    ...lost(
      'aptpreferences',
      unread ? [conf.preferences] : [],
      'apt reads no file of that name: none but *.pref and names without a dot',
    ),
  ]
}

/** Sections that are named and give apt nothing, for want of a source or a suite. */
function idleSections(conf: Configuration): string[] {
  return [...new Set([...conf.bootstrap, ...conf.aptSources])].flatMap((section) => {
    const { path, line, name, source, suite } = section
    if ((source === undefined) === (suite === undefined)) return []
    if (sourceLine(section, 'deb', []) !== undefined) return []
    const missing = source === undefined ? 'source' : 'suite'
    return [`${path}:${line}: [${name}] gives apt no source: it has no "${missing}"`]
  })
}

function noSource({ bootstrap, sections, files }: Configuration): MultistrapError {
  const [at] = [...bootstrap, ...sections]
  const reason = bootstrap.length === 0 ? 'no section that is there' : 'no section with a source'
  return new MultistrapError(
    at?.path ?? files[0] ?? '',
    at?.line ?? 1,
    `"bootstrap" names ${reason}`,
  )
}

function placeOf({ source, path, line }: ConfigurationSection): Omit<Setting, 'value'> {
  return source === undefined ? { path, line } : { path: source.path, line: source.line }
}

function values(settings: readonly Setting[]): string[] {
  return settings.map(({ value }) => value)
}

function whenAny<K extends string>(key: K, entries: readonly string[]): { [P in K]?: string[] } {
  return (entries.length > 0 ? { [key]: [...entries] } : {}) as { [P in K]?: string[] }
}
