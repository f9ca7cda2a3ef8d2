import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { readImageSchema } from './image-schema.js'
import { nearestWord } from './nearest-word.js'

/** The keys and values of an image.yaml, as schema/image.schema.json describes them. */
export interface ImageYaml {
  ref?: string
  lockfile?: string
  include?: string | string[]
  architecture?: string
  'foreign-architectures'?: string[]
  sources?: string[]
  packages?: string[]
  'exclude-packages'?: string[]
  recommends?: boolean
  essential?: boolean
  required?: boolean
  preferences?: string[]
  debconf?: string[]
  'merged-usr'?: boolean
  'add-files'?: [string, string][]
  'remove-files'?: string[]
  postprocess?: string[]
  units?: string[] | { enable?: string[]; disable?: string[] }
  'default-target'?: string
  'add-commit-metadata'?: Record<string, string>
}

/** Something the schema does not allow. */
export interface Violation {
  /** Keys and indexes from the root to the value, or to the mapping that holds `key`. */
  location: (string | number)[]
  /** The key at fault, when it is not its value. */
  key?: string
  message: string
  hint?: string
}

let validator: ValidateFunction | undefined

/** What in a parsed image.yaml is not as the schema has it. Empty means: an ImageYaml. */
export function checkImage(value: unknown): Violation[] {
  validator ??= new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(
    readImageSchema(),
  )
  return validator(value) ? [] : (validator.errors ?? []).map(toViolation)
}

function toViolation(error: ErrorObject): Violation {
  const location = parsePointer(error.instancePath)
  if (error.keyword === 'additionalProperties') return unknownKey(error, location)
  const expected = error.parentSchema?.title ?? error.message
  return { location, message: `${nameOf(location)} must be ${expected}, not ${show(error.data)}` }
}

function unknownKey(error: ErrorObject, location: (string | number)[]): Violation {
  const key = String(error.params.additionalProperty)
  const known = Object.keys(error.parentSchema?.properties ?? {})
  const nearest = nearestWord(key, known)
  const hint =
    nearest === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${nearest}"?`
  return { location, key, message: `unknown key "${key}"`, hint }
}

/** RFC 6901, with decimal tokens taken for indexes of lists. */
function parsePointer(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((token) => (/^\d+$/.test(token) ? Number(token) : token))
}

function nameOf(location: (string | number)[]): string {
  const [key, ...rest] = location
  if (key === undefined) return 'the file'
  const entry = rest.map((part) => (typeof part === 'number' ? ` entry ${part + 1}` : ` ${part}`))
  return `"${key}"${entry.join('')}`
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}
