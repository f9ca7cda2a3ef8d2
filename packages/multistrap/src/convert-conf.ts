import { MultistrapError } from './errors.js'
import { GENERAL_KEYS, type KeyRule, SECTION_KEYS } from './keys.js'
import type { Conf, ConfSection } from './parse-conf.js'
import { packagesOf, sourcesOf } from './sections.js'
import { sourcesScript } from './sources-script.js'

/** An image.yaml in the making: its keys, the remarks on keys it has no place for, and warnings. */
export interface ConvertedConf {
  readonly image: ImageKeys
  /** One for each key that has no meaning in an image.yaml, for a comment. */
  readonly remarks: readonly string[]
  /** One for each key that does something there that is lost here, with file and line. */
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
  postprocess?: string[]
}

/**
 * What a multistrap configuration says, as an image.yaml that commits to `ref`. The sections that
 * `bootstrap=` names give sources and packages; those of `aptsources=` are written to the image's
 * sources.list.d as multistrap does. Throws a MultistrapError for sections that are not there.
 */
export function convertConf(conf: Conf, ref: string): ConvertedConf {
  const general = conf.get('general')
  const value = (key: string) => general?.entries.get(key)?.value
  const list = (key: string) => value(key)?.split(/\s+/) ?? []
  const flag = (key: string) => value(key)?.toLowerCase() === 'true'
  const bootstrap = [...list('bootstrap'), ...list('debootstrap')].map((name) =>
    sectionOf(conf, name),
  )
  const aptSources = list('aptsources').map((name) => sectionOf(conf, name))
  const preferences = [value('aptpreferences'), pinOf(value('aptdefaultrelease'))].filter(
    (entry) => entry !== undefined,
  )
  const architecture = value('arch')
  const architectures = architecture === undefined ? [] : [architecture, ...list('multiarch')]
  const postprocess = [sourcesScript(aptSources, architectures), value('configscript')].filter(
    (entry) => entry !== undefined,
  )
  const image: ImageKeys = {
    ref,
    ...(architecture === undefined ? {} : { architecture }),
    ...whenAny('foreign-architectures', list('multiarch')),
    ...whenAny('sources', sourcesOf(bootstrap, flag('noauth'))),
    packages: [
      ...new Set(bootstrap.flatMap((each) => packagesOf(each, flag('explicitsuite')))),
      ...(flag('addimportant') ? ['?priority(important)'] : []),
    ],
    ...(flag('allowrecommends') ? { recommends: true } : {}),
    ...(flag('omitrequired') ? { essential: false, required: false } : {}),
    ...whenAny('preferences', preferences),
    ...whenAny('debconf', list('debconfseed')),
    ...whenAny('postprocess', postprocess),
  }
  return { image, ...remarksOn(conf) }
}

function sectionOf(conf: Conf, name: string): ConfSection {
  const section = conf.get(name.toLowerCase())
  if (section !== undefined) return section
  const general = conf.get('general')
  const [key, entry] = [...(general?.entries ?? [])].find(([, { value }]) =>
    value.toLowerCase().split(/\s+/).includes(name.toLowerCase()),
  ) ?? ['', undefined]
  const { path, line } = entry ?? general ?? { path: '', line: 1 }
  throw new MultistrapError(path, line, `"${key}" names [${name}], which is not there`)
}

/** `APT::Default-Release` as apt_preferences(5) spells it. */
function pinOf(release: string | undefined): string | undefined {
  if (release === undefined || release === '*') return undefined
  return `Package: *\nPin: release ${release}\nPin-Priority: 990\n`
}

function remarksOn(conf: Conf): Pick<ConvertedConf, 'remarks' | 'warnings'> {
  const remarks: string[] = []
  const warnings: string[] = []
  for (const [name, section] of conf) {
    const rules: Readonly<Record<string, KeyRule>> =
      name === 'general' ? GENERAL_KEYS : SECTION_KEYS
    for (const [key, { value, path, line }] of section.entries) {
      const { meaningless, dropped } = rules[key] ?? {}
      const reason = meaningless ?? dropped
      if (reason === undefined) continue
      remarks.push(`${key}=${value}: ${reason}`)
      if (dropped !== undefined && value.toLowerCase() !== 'false') {
        warnings.push(`${path}:${line}: "${key}" is dropped: ${dropped}`)
      }
    }
  }
  return { remarks, warnings }
}

function whenAny<K extends string>(key: K, values: readonly string[]): { [P in K]?: string[] } {
  return (values.length > 0 ? { [key]: [...values] } : {}) as { [P in K]?: string[] }
}
