import { encodeBytes } from '@apt2ostree/deb822'
import { controlText } from '@apt2ostree/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decodeLayerMetadata,
  encodeLayerMetadata,
  layerLayout,
  layerMetadataOf,
} from './layer-metadata.js'

const file = (text: string) => ({ mode: 0o644, content: Buffer.from(encodeBytes(text)) })

test('what a commit was told of its .deb is what it tells, byte by byte', () => {
  const bytes = fc.uint8Array().map((array) => Buffer.from(array).toString('latin1'))
  const text = bytes.filter((value) => !value.includes('\0'))
  fc.assert(
    fc.property(text, fc.option(text), (conffiles, triggers) => {
      const info = new Map([
        ['control', file(controlText({ Package: 'p', Maintainer: 'J\xc3\xb6rg' }))],
        ['conffiles', file(conffiles)],
        ...(triggers === null ? [] : [['triggers', file(triggers)] as const]),
      ])
      const told = layerMetadataOf(info, 'ab'.repeat(32), {
        aliases: ['lib', 'bin'],
        usrMerge: true,
      })
      const decoded = decodeLayerMetadata({ metadata: new Map(encodeLayerMetadata(told)) })
      expect({ ...decoded, control: decoded.control.text }).toEqual({
        control: controlText({ Package: 'p', Maintainer: 'J\xc3\xb6rg' }),
        conffiles,
        triggers: triggers ?? undefined,
        sha256: 'ab'.repeat(32),
        aliases: ['bin', 'lib'],
        layout: layerLayout(true),
      })
    }),
  )
})

test('a commit that is no layer is an error', () => {
  expect(() => decodeLayerMetadata({ metadata: new Map() })).toThrow(
    'cannot read the layer: its commit does not hold a control stanza',
  )
})
