import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryStore, metaOf, type TestTree } from '../test/memory-store.js'
import { conflictPolicy, type OnConflict } from './conflict-policy.js'
import { UnionConflictError, UnionSymlinkError } from './errors.js'
import { mergeLayers } from './merge-layers.js'

interface TestLayer {
  readonly tree: TestTree
  readonly control?: string
}

function union(layers: readonly TestLayer[], onConflict: OnConflict = 'error') {
  const store = new MemoryStore()
  const written = layers.map(({ tree, ...rest }, index) => ({
    ...rest,
    name: `layer${index + 1}`,
    tree: store.write(tree),
    meta: metaOf(tree),
  }))
  store.reads = 0
  const { tree, overridden } = mergeLayers(store, written, conflictPolicy(written, onConflict))
  return { reads: store.reads, tree: store.read(tree), overridden }
}

const trees = (...list: TestTree[]): TestLayer[] => list.map((tree) => ({ tree }))
const control = (name: string, more = '') => `Package: ${name}\nVersion: 1.0\n${more}`

describe('mergeLayers', () => {
  it.each([
    {
      summary: 'directories come together, equal files are one',
      layers: trees(
        { usr: { bin: { a: 'A' }, share: { doc: { a: 'doc' } } } },
        { usr: { bin: { b: 'B', a: 'A' } }, etc: { b: 'conf' } },
      ),
      tree: { usr: { bin: { a: 'A', b: 'B' }, share: { doc: { a: 'doc' } } }, etc: { b: 'conf' } },
    },
    {
      summary: 'a directory has the metadata of the first layer',
      layers: trees(
        { tmp: { '.': '1777' }, var: { x: 'X' } },
        { tmp: { y: 'Y' }, var: { '.': '2775' } },
      ),
      tree: { tmp: { '.': '1777', y: 'Y' }, var: { x: 'X' } },
    },
    {
      summary: 'Replaces of the later package',
      layers: [
        { tree: { f: 'old' }, control: control('a') },
        { tree: { f: 'new' }, control: control('b', 'Replaces: a (<< 2)\n') },
      ],
      tree: { f: 'new' },
    },
    {
      summary: 'Replaces of the earlier package',
      layers: [
        { tree: { f: 'kept' }, control: control('a', 'Replaces: x, b\n') },
        { tree: { f: 'dropped' }, control: control('b') },
      ],
      tree: { f: 'kept' },
    },
    {
      summary: 'a later symlink gives way to a directory',
      layers: trees({ run: { a: 'A' } }, { run: '-> var/run', var: { run: {} } }),
      tree: { run: { a: 'A' }, var: { run: {} } },
    },
    {
      summary: 'a later directory goes where the symlink leads, its metadata does not count',
      layers: trees(
        { var: { run: '-> /run' } },
        { var: { run: { '.': '0700', a: 'A' } } },
        { run: { b: 'B' } },
        { var: { run: { c: 'C' } } },
      ),
      tree: { var: { run: '-> /run' }, run: { a: 'A', b: 'B', c: 'C' } },
    },
    {
      summary: 'symlinks are followed one after another',
      layers: trees({ a: '-> b', b: '-> d/c', d: { c: {} } }, { a: { one: '1' }, b: { two: '2' } }),
      tree: { a: '-> b', b: '-> d/c', d: { c: { one: '1', two: '2' } } },
    },
  ])('$summary', ({ layers, tree }) => {
    expect(union(layers).tree).toEqual(tree)
  })

  it('tells which files gave way to others', () => {
    const layers = [
      { tree: { f: 'a', g: 'a' }, control: control('a') },
      { tree: { f: 'b', g: 'a' }, control: control('b', 'Replaces: a\n') },
    ]
    expect(union(layers).overridden).toEqual([{ path: '/f', layer: 0 }])
    expect(union(layers.toReversed()).overridden).toEqual([{ path: '/f', layer: 1 }])
  })

  it.each([
    {
      summary: 'two files that differ',
      layers: trees({ usr: { f: '1' } }, {}, { usr: { f: '2' } }),
      message: 'cannot union: "/usr/f" differs in "layer1" and "layer3"',
    },
    {
      summary: 'Replaces with another version',
      layers: [
        { tree: { f: '1' }, control: control('a') },
        { tree: { f: '2' }, control: control('b', 'Replaces: a (<< 1)\n') },
      ],
      message: 'cannot union: "/f" differs in "layer1" and "layer2"',
    },
    {
      summary: 'a file and a directory',
      layers: trees({ f: '1' }, { f: { x: '2' } }),
      message: 'cannot union: "/f" is a file and a directory in "layer1" and "layer2"',
    },
    {
      summary: 'a symlink that leads to no directory',
      layers: trees({ f: '-> nowhere' }, { f: { x: '2' } }),
      message: 'cannot union: "/f" is a file and a directory in "layer1" and "layer2"',
    },
    {
      summary: 'several at once',
      layers: trees({ a: '1', b: '1' }, { a: '2', b: '2' }),
      message:
        'cannot union: 2 paths conflict\n  "/a" differs in "layer1" and "layer2"\n  "/b" differs in "layer1" and "layer2"',
    },
  ])('refuses $summary', ({ layers, message }) => {
    expect(() => union(layers)).toThrow(UnionConflictError)
    expect(() => union(layers)).toThrow(message)
  })

  it.each([
    {
      summary: 'in a circle',
      layers: trees({ a: '-> b', b: '-> a' }, { a: { x: '1' } }, { b: { y: '1' } }),
    },
    { summary: 'below itself', layers: trees({ a: '-> a/b' }, { a: { b: { x: '1' } } }) },
  ])('refuses a symlink that leads $summary', ({ layers }) => {
    expect(() => union(layers)).toThrow(UnionSymlinkError)
  })

  it.each([
    { onConflict: 'first', tree: { f: '1', d: 'file', l: '1' } },
    { onConflict: 'last', tree: { f: '2', d: { x: 'X' }, l: '3' } },
  ] as const)('takes the $onConflict one when told to', ({ onConflict, tree }) => {
    const layers = trees(
      { f: '1', d: 'file', l: '1' },
      { f: '2', d: { x: 'X' }, l: '2' },
      { l: '3' },
    )
    expect(union(layers, onConflict).tree).toEqual(tree)
  })

  it('reads no subtree that one layer has alone or all have alike', () => {
    const shared = { locale: { de: { a: '1' }, fr: { b: '2' } } }
    const layers = trees(
      { usr: { share: shared }, opt: { one: { deep: { tree: 'x' } } } },
      { usr: { share: shared }, srv: { two: { deep: { tree: 'y' } } } },
    )
    expect(union(layers).reads).toBe(2)
  })

  const { tree: anyTree } = fc.letrec<{ tree: TestTree }>((tie) => ({
    tree: fc.record(
      {
        a: fc.constantFrom('1', '2'),
        b: fc.constantFrom('1', '2'),
        d: fc.option(tie('tree'), { nil: {}, depthSize: 'small' }),
        e: fc.option(tie('tree'), { nil: {}, depthSize: 'small' }),
      },
      { requiredKeys: [] },
    ),
  }))

  it('is the same whatever way the layers are grouped, when the last wins', () => {
    fc.assert(
      fc.property(anyTree, anyTree, anyTree, (a, b, c) => {
        const merge = (...list: TestTree[]) => union(trees(...list), 'last').tree
        expect(merge(merge(a, b), c)).toEqual(merge(a, b, c))
      }),
    )
  })

  it('gives the layer itself for one layer, or for the same one twice', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        expect(union(trees(tree)).tree).toEqual(tree)
        expect(union(trees(tree, tree)).tree).toEqual(tree)
      }),
    )
  })
})
