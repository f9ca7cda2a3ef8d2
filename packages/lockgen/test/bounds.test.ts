import { describe, expect, it } from 'vitest'
import { checkLock } from '../src/check-lock.js'
import { lock } from '../src/lock.js'
import { why } from '../src/why.js'
import { indexStanza, offersOf, packageStanza } from './offers.js'

const length = 5000
const chain = (end: string) =>
  Array.from({ length }, (_, i) =>
    packageStanza(`p${i} 1`, i < length - 1 ? `Depends: p${i + 1}` : end),
  )

describe('a chain of 5,000 packages', { timeout: 60_000 }, () => {
  it('is locked, checked and explained', async () => {
    const made = lock({
      offers: await offersOf(chain('')),
      architecture: 'amd64',
      requests: ['p0'],
    })
    expect(made.packages).toHaveLength(length)
    expect(checkLock(made)).toEqual([])
    expect(why(made, `p${length - 1}`)).toHaveLength(length)
  })

  it('that ends in nothing is refused with all of its links', async () => {
    const offers = await offersOf(chain('Depends: missing'))
    const attempt = () => lock({ offers, architecture: 'amd64', requests: ['p0'] })
    expect(attempt).toThrow(/depends on missing, but nothing has that name$/)
  })

  it('is followed into a suite to its end', async () => {
    const newer = Array.from({ length }, (_, i) =>
      packageStanza(`p${i} 2`, i < length - 1 ? `Depends: p${i + 1} (= 2)` : ''),
    )
    const suites = [
      indexStanza('stable'),
      ...chain(''),
      indexStanza('next', 'NotAutomatic: yes'),
      ...newer,
    ]
    const made = lock({
      offers: await offersOf(suites),
      architecture: 'amd64',
      requests: ['p0/next'],
    })
    expect(made.packages.filter(({ version }) => version === '2')).toHaveLength(length)
  })
})

describe('pigeons', { timeout: 60_000 }, () => {
  it('that are one too many for nine holes are refused with a proof', async () => {
    const holes = Array.from({ length: 9 }, (_, hole) => hole)
    const stanzas = Array.from({ length: 10 }, (_, pigeon) => [
      packageStanza(`p${pigeon} 1`, `Depends: ${holes.map((h) => `p${pigeon}-h${h}`).join(' | ')}`),
      ...holes.map((h) => packageStanza(`p${pigeon}-h${h} 1`, `Provides: h${h}\nConflicts: h${h}`)),
    ]).flat()
    const requests = Array.from({ length: 10 }, (_, pigeon) => `p${pigeon}`)
    const offers = await offersOf(stanzas)
    const attempt = () => lock({ offers, architecture: 'amd64', requests })
    expect(attempt).toThrow(/^cannot satisfy the requests:\n {2}p0 1 is asked for\n/)
  })
})
