import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatKernelArguments, parseKernelArguments } from './kernel-arguments.js'

describe('parseKernelArguments', () => {
  it.each([
    { summary: 'none', text: 'kargs = []\n', expected: [] },
    {
      summary: 'several lines, both kinds of quotes, another key',
      text: 'match-architectures = ["x86_64"]\nkargs = [\n  "rw",\n  \'a="b c"\',\n]\n',
      expected: ['rw', 'a="b c"'],
    },
    {
      summary: 'what stands among comments',
      text: 'kargs = [ # of the console\n  "console=ttyS0", # "quiet"\n  """splash""",\n]\n',
      expected: ['console=ttyS0', 'splash'],
    },
    { summary: 'a list of something else', text: 'kargs = [1]\n', expected: undefined },
    { summary: 'no list', text: 'kargs = "rw"\n', expected: undefined },
    { summary: 'a list that does not end', text: 'kargs = ["rw"\n', expected: undefined },
    { summary: 'another key', text: 'args = ["rw"]\n', expected: undefined },
  ])('reads $summary', ({ text, expected }) => {
    expect(parseKernelArguments(text)).toEqual(expected)
  })

  it('reads what was formatted', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (all) => {
        expect(parseKernelArguments(formatKernelArguments(all))).toEqual(all)
      }),
    )
  })
})
