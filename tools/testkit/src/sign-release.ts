import { armourSignatures, type SigningKey, type SignOptions } from './signing-key.js'

/** Returns the text as a cleartext signed file: what archives serve as InRelease. */
export async function signCleartext(
  text: string,
  keys: readonly SigningKey[],
  options: SignOptions = {},
): Promise<Buffer> {
  const lines = text.replace(/\n$/, '').split('\n')
  const signed = Buffer.from(lines.map((line) => line.trimEnd()).join('\r\n'))
  const how = { ...options, type: 'text' } as const
  const packets = await Promise.all(keys.map((key) => key.sign(signed, how)))
  const escaped = lines.map((line) => (line.startsWith('-') ? `- ${line}` : line))
  const digest = (options.digest ?? 'sha512').toUpperCase()
  return Buffer.from(
    `-----BEGIN PGP SIGNED MESSAGE-----\nHash: ${digest}\n\n${escaped.join('\n')}\n${armourSignatures(packets)}`,
  )
}

/** Returns the armoured signatures over the text as it is: what archives serve as Release.gpg. */
export async function signDetached(
  text: string,
  keys: readonly SigningKey[],
  options: SignOptions = {},
): Promise<Buffer> {
  const packets = await Promise.all(keys.map((key) => key.sign(Buffer.from(text), options)))
  return Buffer.from(armourSignatures(packets))
}
