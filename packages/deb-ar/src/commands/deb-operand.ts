import type { Context } from '@apt2ostree/cli-kit'
import type { ReadDebOptions } from '../read-deb.js'

/** The operand that every command ends with. */
export const debOperand = {
  type: 'string',
  describe: 'A .deb file, or - for standard input',
  default: '-',
} as const

/** Returns the bytes of the operand and the name that errors give it. */
export function openDeb(
  context: Context,
  deb: string,
): { source: AsyncIterable<Uint8Array>; options: ReadDebOptions } {
  const label = deb === '-' ? 'standard input' : deb
  return { source: context.openInput(deb), options: { label } }
}

/** Writes a stream to standard output. */
export async function writeAll(context: Context, stream: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of stream) await context.write(chunk)
}
