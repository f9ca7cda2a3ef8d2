import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { askMultistrap } from './ask-multistrap.js'
import { askUs, comparable } from './ask-us.js'
import { collectedForms } from './collected-forms.js'
import { type Conf, confs } from './generated-forms.js'

const { describe } = needs('multistrap', 'apt-get')

/** Both answers to a configuration; `files` are in the folder where it is asked. */
async function bothAsk(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'multistrap-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 })
    }
    const theirs = comparable(await askMultistrap(folder, 'm.conf'))
    return { theirs, ours: comparable(askUs(folder, 'm.conf')) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('as real multistrap', { timeout: 600_000 }, () => {
  it.concurrent.each(collectedForms)('$summary', async ({ files }) => {
    const { theirs, ours } = await bothAsk(files)
    expect(ours).toEqual(theirs)
    expect(theirs).not.toBe('refused')
  })

  it('asks apt for the same, whatever the configuration, or refuses it too', async () => {
    await fc.assert(
      fc.asyncProperty(confs, async (conf: Conf) => {
        const { theirs, ours } = await bothAsk(conf.files)
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 10 },
    )
  })
})
