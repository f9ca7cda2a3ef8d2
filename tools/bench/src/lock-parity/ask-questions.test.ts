import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { expect } from 'vitest'
import { askQuestions } from './ask-questions.js'

needs('apt-get').it(
  'apt-get and lockgen answer questions about made-up archives alike',
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'question-parity-'))
    try {
      const asked = await askQuestions(folder, { worlds: 4, questions: 12, seed: 15 })
      expect(asked.differences).toEqual([])
      const kinds = new Set([...asked.counts.keys()].map((key) => key.replace(/:.*/, '')))
      expect([...kinds].sort()).toEqual(['pins', 'previous', 'release', 'security', 'update'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
