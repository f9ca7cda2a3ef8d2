import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PackagesCheck } from '../src/indexes/packages-check.js'
import { parseRelease } from '../src/release/release.js'
import { parseSources } from '../src/sources/parse-sources.js'
import { parseAuthConf } from '../src/transport/auth-conf.js'
import { parseCleartext } from '../src/trust/cleartext.js'
import { parseConfiguration } from './parse-configuration.js'

/** Text that is made of what the formats are made of, and now and then of anything. */
const words = fc.constantFrom(
  ...['deb', 'Types', 'URIs', 'Suites', 'Components', 'SHA256', 'Date', 'constructor', '__proto__'],
  ...['http://a.example.org/', './', ':', '\n', '\n\n', ' ', '\t', '\r', '\0', '#', '[', ']', '='],
  ...['{', '}', '"', ';', '//', '/*', '-----BEGIN PGP SIGNED MESSAGE-----', 'Filename: ../x'],
)
const text = fc
  .array(fc.oneof({ weight: 9, arbitrary: words }, { weight: 1, arbitrary: fc.string() }))
  .map((parts) => parts.join(''))

const parsers: { name: string; parse: (input: string) => unknown }[] = [
  { name: '.sources', parse: (input) => parseSources(input, 'sources', 'a') },
  { name: '.list', parse: (input) => parseSources(input, 'list', 'a') },
  { name: 'Release', parse: parseRelease },
  { name: 'InRelease', parse: (input) => parseCleartext(Buffer.from(input)) },
  { name: 'auth.conf', parse: parseAuthConf },
  {
    name: 'apt.conf',
    parse: parseConfiguration,
  },
  {
    name: 'Packages',
    parse: (input) => {
      const check = new PackagesCheck()
      check.write(Buffer.from(input))
      check.end()
    },
  },
]

describe('any text', () => {
  it.each(parsers)('taken for $name is read or refused with a reason', ({ parse }) => {
    fc.assert(
      fc.property(text, (input) => {
        try {
          parse(input)
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) })
        }
      }),
      { numRuns: 500 },
    )
  })
})
