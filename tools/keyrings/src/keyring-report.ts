import { fingerprintOf, type Keyring } from '@apt2ostree/apt-index'

/** A keyring file and the package that it was taken from. */
export interface KeyringOrigin {
  readonly file: string
  readonly keyring: Keyring
  readonly package: string
  readonly version: string
  /** Of the .deb. */
  readonly sha256: string
  /** The fingerprint of the key that signed the Release file listing the package. */
  readonly signedBy: string
}

/** Returns the README of the keyrings' folder: where each came from and which keys it holds. */
export async function formatKeyringReport(origins: readonly KeyringOrigin[]): Promise<string> {
  const sections = await Promise.all(origins.map(formatSection))
  return `# Archive keyrings

Public keys of the distributions' archives, for machines that don't have them. Made by
\`node tools/keyrings/dist/refresh.js\` from the distributions' own packages, verified through the
archive's signed indexes; not to be edited.

${sections.join('\n')}`
}

async function formatSection(origin: KeyringOrigin): Promise<string> {
  const lines = await Promise.all(origin.keyring.map(formatKey))
  return `## ${origin.file}

From ${origin.package} ${origin.version}, SHA256 \`${origin.sha256}\`,
in an archive signed by \`${origin.signedBy}\`.

${lines.join('\n')}
`
}

async function formatKey(key: Keyring[number]): Promise<string> {
  const expires = await key.getExpirationTime()
  const end = expires instanceof Date ? `until ${expires.toISOString().slice(0, 10)}` : 'for ever'
  const [owner = ''] = key.getUserIDs()
  return `- \`${fingerprintOf(key)}\`, good ${end}: ${owner.replace(/ <.*>/, '')}`
}
