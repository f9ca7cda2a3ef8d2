import { Variant, type VariantValue } from '../gvariant/variant.js'
import type { Checksum } from '../objects/checksum.js'
import type { Commit } from '../objects/commit.js'

/** A commit as a JSON value; metadata values as {@link describeVariant} has them. */
export function describeCommit(checksum: Checksum, commit: Commit): Record<string, unknown> {
  const { parent, subject, body, timestamp, rootTree, rootMeta, metadata } = commit
  return {
    checksum,
    ...(parent === undefined ? {} : { parent }),
    timestamp,
    subject,
    body,
    rootTree,
    rootMeta,
    metadata: Object.fromEntries(
      [...metadata].map(([key, { type, value }]) => [key, { type, value: describeVariant(value) }]),
    ),
  }
}

/** A commit for people: what git and ostree print, with the metadata's strings and lists in full. */
export function formatCommit(checksum: Checksum, commit: Commit): string {
  const { parent, subject, body, timestamp, metadata } = commit
  const lines = [`commit ${checksum}`]
  if (parent !== undefined) lines.push(`Parent: ${parent}`)
  lines.push(`Date: ${formatDate(timestamp)}`)
  for (const [key, { value }] of metadata) lines.push(`${key}: ${formatValue(value)}`)
  for (const text of [subject, body]) {
    if (text !== '') lines.push('', indent(text))
  }
  return lines.join('\n')
}

/** Seconds, where no date has so many. */
function formatDate(timestamp: number): string {
  const date = new Date(timestamp * 1000)
  return Number.isNaN(date.getTime()) ? `@${timestamp}` : date.toISOString()
}

/** A value as JSON has it: 64-bit numbers as decimal text, bytes in base64. */
function describeVariant(value: VariantValue): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Buffer.isBuffer(value)) return value.toString('base64')
  if (value instanceof Variant) return describeVariant(value.value)
  return Array.isArray(value) ? value.map(describeVariant) : value
}

function formatValue(value: VariantValue): string {
  const described = describeVariant(value)
  const text = typeof described === 'string' ? described : JSON.stringify(described)
  return text.includes('\n') ? `\n${indent(text.trimEnd())}` : text
}

const indent = (text: string) => text.replace(/^(?=.)/gm, '    ')
