import { OciError } from './errors.js'
import type { ImageConfig, Platform } from './layout/formats.js'

/** What a container of the image runs, and how. Names as in image.yaml. */
export interface ContainerSettings {
  readonly entrypoint?: readonly string[]
  readonly cmd?: readonly string[]
  /** NAME=VALUE. */
  readonly env?: readonly string[]
  readonly user?: string
  readonly workdir?: string
  /** PORT or PORT/PROTOCOL. */
  readonly 'exposed-ports'?: readonly string[]
  /** Paths that outlive a container. */
  readonly volumes?: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
  readonly 'stop-signal'?: string
}

const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

type Kind = 'list' | 'text' | 'map'
const SETTINGS: Readonly<Record<keyof ContainerSettings, Kind>> = {
  entrypoint: 'list',
  cmd: 'list',
  env: 'list',
  user: 'text',
  workdir: 'text',
  'exposed-ports': 'list',
  volumes: 'list',
  labels: 'map',
  'stop-signal': 'text',
}

/** Returns the settings in a JSON text. Throws ERR_OCI_UNSUPPORTED for keys and values it does not know. */
export function parseContainerSettings(text: string, name: string): ContainerSettings {
  const refuse = (reason: string, cause?: unknown) =>
    new OciError('ERR_OCI_UNSUPPORTED', `cannot read "${name}": ${reason}`, { cause })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw refuse('it is not JSON', cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('it is not an object')
  }
  for (const [key, setting] of Object.entries(value)) {
    const kind = SETTINGS[key as keyof ContainerSettings]
    if (kind === undefined) {
      throw refuse(`unknown key "${key}", not one of ${Object.keys(SETTINGS).join(', ')}`)
    }
    if (!isOfKind(setting, kind)) throw refuse(`"${key}" is not a ${KIND_NAMES[kind]}`)
  }
  return value as ContainerSettings
}

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  list: 'list of texts',
  text: 'text',
  map: 'mapping of texts',
}

function isOfKind(value: unknown, kind: Kind): boolean {
  const isText = (each: unknown) => typeof each === 'string'
  if (kind === 'text') return isText(value)
  if (kind === 'list') return Array.isArray(value) && value.every(isText)
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isText)
  )
}

/** What an image configuration is made of beside the settings. */
export interface ConfigFacts {
  /** RFC 3339. */
  readonly created: string
  readonly platform: Platform
  /** Labels that the tree itself calls for; settings win over them. */
  readonly labels: Readonly<Record<string, string>>
  readonly layers: readonly { readonly diffId: string; readonly name: string }[]
}

/** Returns an image configuration (OCI config.md). */
export function imageConfig(settings: ContainerSettings, facts: ConfigFacts): ImageConfig {
  const { created, platform, layers } = facts
  const env = settings.env ?? []
  const labels = sorted({ ...facts.labels, ...settings.labels })
  const set = (names: readonly string[]) =>
    sorted(Object.fromEntries(names.map((name) => [name, {}])))
  return {
    created,
    ...platform,
    config: {
      Env: env.some((each) => each.startsWith('PATH=')) ? env : [DEFAULT_PATH, ...env],
      ...(settings.user !== undefined && { User: settings.user }),
      ...(settings['exposed-ports'] && {
        ExposedPorts: set(settings['exposed-ports'].map(withProtocol)),
      }),
      ...(settings.entrypoint && { Entrypoint: settings.entrypoint }),
      ...(settings.cmd && { Cmd: settings.cmd }),
      ...(settings.volumes && { Volumes: set(settings.volumes) }),
      ...(settings.workdir !== undefined && { WorkingDir: settings.workdir }),
      ...(Object.keys(labels).length > 0 && { Labels: labels }),
      ...(settings['stop-signal'] !== undefined && { StopSignal: settings['stop-signal'] }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(({ name }) => ({ created, created_by: `ostree-oci: ${name}` })),
  }
}

const withProtocol = (port: string) => (port.includes('/') ? port : `${port}/tcp`)

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Debian's names of architectures, and the ones that Go and so OCI have for them. */
const ARCHITECTURES: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  armel: ['arm', 'v5'],
  armhf: ['arm', 'v7'],
  arm64: ['arm64', 'v8'],
  i386: ['386'],
  mips64el: ['mips64le'],
  ppc64el: ['ppc64le'],
}

/** Returns the platform that a Debian architecture is. */
export function platformOf(debianArchitecture: string): Platform {
  const [architecture, variant] = ARCHITECTURES[debianArchitecture] ?? [debianArchitecture]
  return { architecture, os: 'linux', ...(variant !== undefined && { variant }) }
}

/** Returns the platform that OS/ARCHITECTURE[/VARIANT] names. Throws ERR_OCI_UNSUPPORTED. */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split('/')
  if (os && architecture && rest.length === 0 && variant !== '') {
    return { architecture, os, ...(variant !== undefined && { variant }) }
  }
  throw new OciError(
    'ERR_OCI_UNSUPPORTED',
    `cannot take "${text}" as a platform: it is not OS/ARCHITECTURE[/VARIANT]`,
  )
}
