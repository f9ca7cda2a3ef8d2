/** Values by `group.key`, as GLib's GKeyFile groups them; group names may hold dots and quotes. */
export type KeyFile = ReadonlyMap<string, string>

/** Parses a GKeyFile; undefined when a line is neither group, comment nor assignment. */
export function parseKeyFile(text: string): KeyFile | undefined {
  const values = new Map<string, string>()
  let group: string | undefined
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[') && line.endsWith(']')) {
      group = line.slice(1, -1)
      continue
    }
    const equals = line.indexOf('=')
    if (group === undefined || equals < 1) return undefined
    values.set(`${group}.${line.slice(0, equals).trim()}`, line.slice(equals + 1).trim())
  }
  return values
}
