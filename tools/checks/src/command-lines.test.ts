import { describe, expect, it } from 'vitest'
import { loadTools } from './command-tables.js'
import { readPackages } from './workspace.js'

const tools = await loadTools()

/** A phrase: capital first, no full stop at the end. */
const PHRASE = /^[A-Z].*([^.]|\.\.\.)$/s

describe.each(tools)('$name', (tool) => {
  it('describes itself', () => {
    expect(tool.describe).toMatch(PHRASE)
  })

  describe.each(tool.commands)('$name', (command) => {
    it('describes itself and everything it takes', () => {
      const taken = { ...command.positionals, ...command.options }
      expect(command.describe).toMatch(PHRASE)
      for (const [name, { describe }] of Object.entries(taken)) {
        expect(describe, name).toMatch(PHRASE)
      }
    })

    it('documents exactly the operands that it reads', () => {
      const named = [...(command.operands ?? '').matchAll(/[<[]([a-z-]+)/g)].map(([, name]) => name)
      expect(named).toEqual(Object.keys(command.positionals ?? {}))
    })

    it('shows at least one whole command line that calls it', () => {
      expect(command.examples.length).toBeGreaterThan(0)
      for (const example of command.examples) expect(example).toContain(tool.name)
    })
  })
})

it('knows every tool of the workspace', () => {
  const withPrograms = readPackages().filter(({ manifest }) => manifest.bin !== undefined)
  expect(tools.map(({ name }) => name)).toEqual(withPrograms.map(({ folder }) => folder))
})
