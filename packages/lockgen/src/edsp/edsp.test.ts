import { describe, expect, it } from 'vitest'
import { offersOf, packageStanza as p } from '../../test/offers.js'
import { lockExternally } from '../lock-externally.js'

const archive = [
  p('a 1', 'Depends: b | c'),
  p('b 1', 'Depends: d'),
  p('c 1'),
  p('d 1', 'Recommends: far'),
  p('far 1'),
  p('out-of-reach 1'),
]

async function lockWith(answer: string, questions: string[] = []) {
  const input = { offers: await offersOf(archive), architecture: 'amd64', requests: ['a', 'd-'] }
  return lockExternally(input, 'toy', async (question) => {
    questions.push(question)
    return answer
  })
}

describe('lockExternally', () => {
  it('asks for what is wanted, with every candidate within reach', async () => {
    const questions: string[] = []
    const made = await lockWith('Install: 3\n\nInstall: 1\n\nAutoremove: 2\n', questions)
    expect(made.packages.map(({ name, automatic }) => [name, automatic])).toEqual([
      ['a', false],
      ['c', true],
    ])
    expect(questions[0]).toBe(`Request: EDSP 0.5
Architecture: amd64
Architectures: amd64
Install: a:amd64
Upgrade-All: no
Strict-Pinning: yes
Solver: toy

Package: a
Architecture: amd64
Version: 1
Depends: b | c
APT-ID: 1
APT-Pin: 500
APT-Candidate: yes

Package: b
Architecture: amd64
Version: 1
Depends: d
APT-ID: 2
APT-Pin: 500
APT-Candidate: yes

Package: c
Architecture: amd64
Version: 1
APT-ID: 3
APT-Pin: 500
APT-Candidate: yes

`)
  })

  it.each([
    {
      summary: 'an error of the solver',
      answer: 'Error: e1\nMessage: no way\n .\n at all\n',
      message: 'the solver has no answer: no way\n\nat all',
    },
    {
      summary: 'a refusal by apt-cudf',
      answer: 'Message: (UNSAT) No Solutions\n',
      message: 'the solver has no answer: (UNSAT) No Solutions',
    },
    { summary: 'an unknown id', answer: 'Install: 9\n', message: 'it installs "9"' },
    { summary: 'a removal', answer: 'Install: 1\n\nRemove: 2\n', message: 'it removes a package' },
    { summary: 'nothing', answer: 'Progress: 1\nMessage: at it\n', message: 'it installs nothing' },
    {
      summary: 'an answer that is not closed',
      answer: 'Install: 1\n',
      message: "cannot use the solver's answer: a 1 has Depends: b | c",
    },
  ])('refuses $summary', async ({ answer, message }) => {
    await expect(lockWith(answer)).rejects.toThrow(message)
  })
})
