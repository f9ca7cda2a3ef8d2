import { readFileSync } from 'node:fs'
import type { Schema } from 'jsonschema'

/** The JSON Schema (draft 7) of image.yaml: the one this package checks with, and editors too. */
export const IMAGE_SCHEMA_URL = new URL('../schema/image.schema.json', import.meta.url)

/** The schema as a value, for a validator. */
export function readImageSchema(): Schema {
  return JSON.parse(readFileSync(IMAGE_SCHEMA_URL, 'utf8'))
}
