import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { offersOf, packageStanza as p } from '../../test/offers.js'
import { lockExternally } from '../lock-externally.js'
import { externalSolver } from './external-solver.js'

const archive = [
  p('server 1', 'Depends: libserver (>= 2), mta | mail-transport-agent'),
  p('libserver 1'),
  p('libserver 2', 'Breaks: old-plugin (<< 3)'),
  p('mta 1', 'Provides: mail-transport-agent\nConflicts: mail-transport-agent'),
  p('other-mta 1', 'Provides: mail-transport-agent\nConflicts: mail-transport-agent'),
  p('old-plugin 2', 'Depends: server'),
  p('base 1', 'Essential: yes'),
]

/** apt's own, and answer set programming by way of apt-cudf. */
describe.each(['apt', 'aspcud'])('the solver %s', (name) => {
  const isHere = existsSync(`/usr/lib/apt/solvers/${name}`)
  const lockWith = async (...requests: string[]) => {
    const input = { offers: await offersOf(archive), architecture: 'amd64', requests }
    return lockExternally(input, name, externalSolver(name, new AbortController().signal))
  }

  it.skipIf(!isHere)(`chooses what is needed (${name} is in /usr/lib/apt/solvers)`, async () => {
    const { packages } = await lockWith('server', 'other-mta')
    const chosen = packages.map((each) => `${each.name} ${each.version} ${each.automatic}`)
    expect(chosen).toEqual([
      'base 1 false',
      'libserver 2 true',
      'other-mta 1 false',
      'server 1 false',
    ])
  })

  it.skipIf(!isHere)(`refuses a conflict (${name} is in /usr/lib/apt/solvers)`, async () => {
    await expect(lockWith('old-plugin')).rejects.toThrow('the solver has no answer')
  })
})
