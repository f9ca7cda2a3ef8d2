import jsonschema, { type Schema, type ValidationError } from 'jsonschema'
import { imageSchema } from './image-schema.js'
import { nearestWord } from './nearest-word.js'

/** Something the schema does not allow. */
export interface Violation {
  /** Keys and indexes from the root to the value, or to the mapping that holds `key`. */
  location: (string | number)[]
  /** The key at fault, when it is not its value. */
  key?: string
  message: string
  hint?: string
}

/** What in a parsed image.yaml is not as the schema has it. Empty means: an ImageYaml. */
export function checkImage(value: unknown): Violation[] {
  const { errors } = new jsonschema.Validator().validate(value, imageSchema as unknown as Schema)
  return errors.map(toViolation)
}

function toViolation(error: ValidationError): Violation {
  const { path: location, instance } = error
  const schema = typeof error.schema === 'string' ? {} : error.schema
  if (error.name === 'additionalProperties') {
    return { location, ...unknownKey(String(error.argument), Object.keys(schema.properties ?? {})) }
  }
  const expected = schema.title ?? error.message
  return { location, message: `${nameOf(location)} must be ${expected}, not ${show(instance)}` }
}

function unknownKey(key: string, known: readonly string[]): Omit<Violation, 'location'> {
  const nearest = nearestWord(key, known)
  const hint =
    nearest === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${nearest}"?`
  return { key, message: `unknown key "${key}"`, hint }
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
