/**
 * `node tools/bench/dist/lock-parity.js --folder DIR [--count N] [--seed N] [--recommends]
 * [--foreign ARCH] [--codename NAME]` asks apt-get and lockgen for the same random sets of packages
 * on the same lists and prints every difference. Status 1 when there is one that apt has an answer
 * for. DIR keeps the private apt root and apt's answers for the next run.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { debianArchitecture } from '@apt2ostree/deb822'
import { lock, type Offer, OfferIndex, readOffers } from '@apt2ostree/lockgen'
import { Answers } from './lock-parity/answers.js'
import { aptChoice, type Outcome } from './lock-parity/apt-choice.js'
import { createPrivateRoot, packagesStream } from './lock-parity/private-root.js'
import { type ParityRequest, randomRequests } from './lock-parity/requests.js'
import { describeDifference, judge, type Verdict } from './lock-parity/verdict.js'

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'parity' },
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    foreign: { type: 'string' },
    codename: { type: 'string' },
    recommends: { type: 'boolean', default: false },
  },
})
const architecture = debianArchitecture(process.arch)
const architectures = [architecture, ...(values.foreign === undefined ? [] : [values.foreign])]
const { recommends } = values

const root = createPrivateRoot(values.folder, architectures, values.codename)
const offers = new OfferIndex(await readOffers(packagesStream(root, architectures)))
const answers = new Answers(join(values.folder, `answers-${values.seed}`))
const counts = new Map<Verdict, number>()
for (const request of randomRequests(
  pool(offers.offers),
  Number(values.count),
  Number(values.seed),
)) {
  const key = `${request.names.join(' ')} ${recommends}`
  const apt = answers.get(key, () => aptChoice(root, request.names, { architecture, recommends }))
  const ours = ourChoice(request)
  const verdict = judge(apt, ours)
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  if (verdict !== 'identical' && verdict !== 'both refuse') {
    console.log(`${verdict}: ${request.names.join(' ')} (${request.kind})`)
    for (const line of describeDifference(apt, ours)) console.log(`    ${line}`)
  }
}
for (const [verdict, count] of counts) console.log(`${count} ${verdict}`)
if (counts.has('different packages') || counts.has('only we refuse')) process.exitCode = 1

function ourChoice({ names }: ParityRequest): Outcome {
  try {
    const made = lock({
      offers,
      architecture,
      foreignArchitectures: architectures.slice(1),
      requests: names,
      options: { recommends },
    })
    const packages = made.packages.map(
      ({ name, version, architecture: arch }) =>
        `${name}:${arch === 'all' ? architecture : arch} ${version}`,
    )
    return { packages: packages.sort() }
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) }
  }
}

function pool(all: readonly Offer[]) {
  const stanzas = all.map(({ stanza }) => stanza)
  const isForeign = (arch = '') => architectures.indexOf(arch) > 0
  return {
    stanzas: stanzas.filter((stanza) => !isForeign(stanza.get('Architecture'))),
    foreign: stanzas
      .filter((stanza) => isForeign(stanza.get('Architecture')))
      .map((stanza) => `${stanza.get('Package')}:${stanza.get('Architecture')}`),
  }
}
