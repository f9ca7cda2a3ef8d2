import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHost } from '@apt2ostree/apt-index'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Archive,
  differences,
  examples,
  realTree,
  writeExample,
} from '../src/as-multistrap.js'
import { out } from '../src/run.js'

const { describe } = needs('multistrap', 'root', 'sandbox', 'apt sources')

/** Hooks of every stage: each says that it ran, and with what; some change the tree. */
const hooks = {
  'download-1':
    'mknod $1/dev/made c 1 3; rm $1/usr/share/doc/less/copyright; chmod 0711 $1/usr/share/doc/nano',
  'native-1': 'echo $2 >$1/etc/native-state',
  'completion-1': 'ln -s hooks-ran $1/etc/a-link',
  'other-1': 'echo never',
}

function writeHooks(folder: string): void {
  mkdirSync(folder)
  for (const [name, script] of Object.entries(hooks)) {
    const log = `echo "${name} $*" | sed "s,$1,DIR/," >>$1/etc/hooks-ran`
    writeFileSync(join(folder, name), `#!/bin/sh\n${log}\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
}

/** multistrap's own examples, with the archive that this machine's apt sources name first. */
describe('as multistrap', { timeout: 900_000 }, () => {
  let folder: string
  let archive: Archive

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'multistrap-'))
    writeHooks(join(folder, 'hooks'))
    const [source] = (await readHost(process.env)).sources
    if (source === undefined) throw new Error('this machine has no apt sources')
    archive = { ...source, keyring: 'debian-archive-keyring' }
  })
  afterAll(() => rmSync(folder, { recursive: true }), 600_000)

  it.each(examples)('$path gives the same root directory', async (example) => {
    const name = writeExample(folder, example, archive)
    const ours = `${folder}/${name}-ours`
    const made = await out(`multistrap -f ${folder}/${name}.conf -d ${ours} --repo ${folder}/repo`)
    expect(made).toBe(ours)
    expect(differences(await realTree(folder, name), ours)).toEqual([])
  })
})
