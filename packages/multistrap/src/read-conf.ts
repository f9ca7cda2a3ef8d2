import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { MultistrapError } from './errors.js'
import { GENERAL_KEYS } from './keys.js'
import { type Conf, type ConfEntry, type ConfSection, parseConf } from './parse-conf.js'

/** A configuration with all that its `include=` chain adds, and the files that were read. */
export interface ReadConf {
  readonly conf: Conf
  readonly files: readonly string[]
}

/**
 * Reads a configuration and the files that `include=` names, which are looked for from the folder
 * of the file that includes them. What the including file says comes first, as in multistrap(1):
 * lists grow, any other key that it has stays. Throws a MultistrapError or Node's own.
 */
export async function readConf(path: string, open = readFileText): Promise<ReadConf> {
  const conf: Conf = new Map()
  const files: string[] = []
  const pending: { path: string; from?: ConfEntry }[] = [{ path }]
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (files.includes(next.path)) continue
    files.push(next.path)
    const read = parseConf(await openIncluded(next.path, next.from, open), next.path)
    const include = read.get('general')?.entries.get('include')
    for (const name of include?.value.split(/\s+/) ?? []) {
      const included = isAbsolute(name) ? name : join(dirname(next.path), name)
      pending.push({ path: included, ...(include === undefined ? {} : { from: include }) })
    }
    for (const [name, section] of read) addSection(conf, name, section)
  }
  return { conf, files }
}

function addSection(conf: Conf, name: string, section: ConfSection): void {
  const known = conf.get(name)
  if (known === undefined) {
    conf.set(name, section)
    return
  }
  for (const [key, entry] of section.entries) {
    const first = known.entries.get(key)
    const grows = name === 'general' && GENERAL_KEYS[key]?.kind === 'list'
    if (first === undefined) known.entries.set(key, entry)
    else if (grows) known.entries.set(key, { ...first, value: `${first.value} ${entry.value}` })
  }
}

async function openIncluded(
  path: string,
  from: ConfEntry | undefined,
  open: (path: string) => Promise<string>,
): Promise<string> {
  try {
    return await open(path)
  } catch (cause) {
    if (from === undefined) throw cause
    throw new MultistrapError(from.path, from.line, `it includes "${path}"`, { cause })
  }
}

function readFileText(path: string): Promise<string> {
  return readFile(path, 'utf8')
}
