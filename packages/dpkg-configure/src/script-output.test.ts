import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScriptOutput } from './script-output.js'

const failing = `Setting up good (1.0) ...
all is well
Setting up bad:amd64 (2.0-1) ...
no such thing: naïve
dpkg: error processing package bad:amd64 (--configure):
 installed bad:amd64 package post-installation script subprocess returned error exit status 3
Setting up next (1.0) ...
Errors were encountered while processing:
 bad:amd64
`

describe('createScriptOutput', () => {
  it('finds the package that dpkg names, with what its script printed', () => {
    const output = createScriptOutput()
    output.add(Buffer.from(failing))
    expect(output.failure('exit status 1')).toEqual({
      package: 'bad:amd64',
      script: 'postinst',
      reason: 'exit status 3',
      output: ['no such thing: naïve'],
    })
  })

  it('blames the package that was set up last when dpkg was killed', () => {
    const output = createScriptOutput()
    output.add(Buffer.from('Setting up a (1.0) ...\nProcessing triggers for b (1.0) ...\nhm'))
    expect(output.failure('it was killed by SIGKILL')).toEqual({
      package: 'b',
      script: 'postinst',
      reason: 'it was killed by SIGKILL',
      output: ['hm'],
    })
  })

  it('blames no package before one was set up', () => {
    const output = createScriptOutput()
    output.add(Buffer.from('dpkg: error: status database area is locked by another process\n'))
    expect(output.failure('exit status 2')).toBeUndefined()
  })

  it('keeps the end of a long output', () => {
    const output = createScriptOutput()
    output.add(Buffer.from(`Setting up a (1) ...\n${'line\n'.repeat(500)}last\n`))
    expect(output.failure('x')?.output).toHaveLength(20)
    expect(output.failure('x')?.output.at(-1)).toBe('last')
  })

  it('does not depend on how the output comes in pieces', () => {
    const bytes = Buffer.from(failing)
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const output = createScriptOutput()
        const ends = [...cuts, bytes.length].sort((a, b) => a - b)
        for (const [index, end] of ends.entries()) {
          output.add(bytes.subarray(ends[index - 1] ?? 0, end))
        }
        expect(output.failure('x')?.output).toEqual(['no such thing: naïve'])
      }),
    )
  })
})
