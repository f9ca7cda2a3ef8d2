import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceGroup } from './package-owners.js'
import { LEAST_LAYERS, planLayers } from './plan-layers.js'

const groups = fc.uniqueArray(
  fc.record({
    source: fc.stringMatching(/^[a-z]{2,8}$/),
    isBase: fc.boolean(),
    packages: fc.constant([]),
    installedBytes: fc.nat({ max: 20_000_000 }),
  }),
  { selector: ({ source }) => source, maxLength: 200 },
)
const counts = fc.nat({ max: 130 })

function plan(items: readonly SourceGroup[], maxLayers: number) {
  return new Map([...planLayers(items, maxLayers)].map(([{ source }, layer]) => [source, layer]))
}

describe('planLayers', () => {
  it('leaves room for the kernel and for what no package owns', () => {
    fc.assert(
      fc.property(groups, counts, (items, maxLayers) => {
        const layers = new Set(plan(items, maxLayers).values())
        expect(layers.size).toBeLessThanOrEqual(Math.max(maxLayers, LEAST_LAYERS) - 2)
      }),
    )
  })

  it('gives a source its layer whatever else is there, as long as there is room for large ones', () => {
    fc.assert(
      fc.property(groups, groups, (items, others) => {
        const known = new Set(items.map(({ source }) => source))
        const all = [...items, ...others.filter(({ source }) => !known.has(source))]
        fc.pre(all.filter(({ installedBytes }) => installedBytes >= 1 << 20).length <= 46)
        const before = plan(items, 64)
        const after = plan(all, 64)
        for (const [source, layer] of before) expect(after.get(source)).toBe(layer)
      }),
    )
  })

  it('never puts what every system has into a layer with the rest', () => {
    fc.assert(
      fc.property(groups, (items) => {
        const layers = plan(items, 64)
        for (const { source, isBase } of items) {
          expect(layers.get(source)?.startsWith(isBase ? 'base' : 'more')).toBe(true)
        }
      }),
    )
  })
})
