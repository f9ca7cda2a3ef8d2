import { describe, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza } from '../../test/offers.js'
import { Universe } from '../universe/universe.js'
import { createPriorities } from './pin-priority.js'
import { parsePreferences } from './preferences.js'

const index = indexStanza(
  'stable',
  'Archive-URI: http://host.example.org/debian\nLabel: Main\nVersion: 12.1',
)

async function priority(preferences: string, stanza = packageStanza('a 1:2.0-1', 'Source: s')) {
  const priorities = createPriorities(parsePreferences(preferences), 'amd64')
  const offers = await offersOf([index, stanza])
  const universe = new Universe(offers, {
    architecture: 'amd64',
    foreignArchitectures: ['i386'],
    priorities,
  })
  const version = universe.named('a')[0]?.versions[0]
  return version && priorities.of(version)
}

function pin(packages: string, target: string, value: number | string = 700): string {
  return `Package: ${packages}\nPin: ${target}\nPin-Priority: ${value}\n`
}

describe('pins', () => {
  it.each([
    { summary: 'a suite', pins: pin('*', 'release a=stable') },
    { summary: 'a codename', pins: pin('*', 'release n=stable') },
    { summary: 'a suite or codename alone', pins: pin('*', 'release stable') },
    { summary: 'a release version', pins: pin('*', 'release v=12*') },
    { summary: 'a release version alone', pins: pin('*', 'release 12.1') },
    { summary: 'origin, label and component', pins: pin('*', 'release o=Debian,l=Main,c=main') },
    { summary: 'any release', pins: pin('*', 'release *') },
    { summary: 'a host', pins: pin('*', 'origin "host.example.org"') },
    { summary: 'a glob of hosts', pins: pin('*', 'origin *.example.org') },
    { summary: 'a name and a version', pins: pin('a', 'version 1:2.0-1') },
    { summary: 'a name and a glob of versions', pins: pin('a', 'version 1:2.*') },
    { summary: 'a glob of names', pins: pin('[a-c]*', 'version *') },
    { summary: 'a regular expression', pins: pin('/^A$/', 'version /^1:2/') },
    { summary: 'a glob of names in another case', pins: pin('A*', 'release *') },
    { summary: 'a key besides unknown ones', pins: pin('*', 'release n=stable, suite=x,y') },
    { summary: 'the last of a key', pins: pin('*', 'release n=other,N=Stable') },
    { summary: 'a source package', pins: pin('src:s', 'release n=stable') },
    { summary: 'one of several names', pins: pin('b a', 'release n=stable') },
    { summary: 'a name with an architecture', pins: pin('a:any', 'release n=stable') },
    {
      summary: 'the first of several records',
      pins: `${pin('a', 'release *')}\n${pin('a', 'release *', 1)}`,
    },
    {
      summary: 'a name before all packages',
      pins: `${pin('*', 'release *', 1)}\n${pin('a', 'release *')}`,
    },
  ])('match $summary', async ({ pins }) => {
    expect(await priority(pins)).toBe(700)
  })

  it.each([
    { summary: 'another codename', pins: pin('*', 'release n=other') },
    { summary: 'one wrong key of several', pins: pin('*', 'release n=stable,o=Other') },
    { summary: 'an unknown key', pins: pin('*', 'release suite=stable') },
    { summary: 'no value', pins: pin('*', 'release n=') },
    { summary: 'a blank in front of the value', pins: pin('*', 'release n= stable') },
    { summary: 'a name in another case', pins: pin('A', 'release *') },
    { summary: 'a field that the Release lacks', pins: pin('*', 'release o=*,a=sid') },
    { summary: 'another version', pins: pin('a', 'version 2.0-1') },
    { summary: 'another architecture', pins: pin('a:i386', 'release *') },
    { summary: 'files of this machine', pins: pin('*', 'origin ""') },
  ])('leave $summary alone', async ({ pins }) => {
    expect(await priority(pins)).toBe(500)
  })

  it('mean the native architecture unless they say otherwise', async () => {
    expect(await priority(pin('a', 'release *'), packageStanza('a 1 i386'))).toBe(500)
  })

  it('of a never cannot be overridden', async () => {
    const pins = `${pin('*', 'release *', 'never')}\n${pin('a', 'release *')}`
    expect(await priority(pins)).toBe(Number.NEGATIVE_INFINITY)
  })
})

describe('parsePreferences', () => {
  it.each([
    {
      summary: 'no Package',
      text: 'Pin: release *\nPin-Priority: 1\n',
      reason: 'no Package field',
    },
    { summary: 'an unknown type', text: pin('a', 'color red'), reason: '"color" is no pin type' },
    {
      summary: 'a version of everything',
      text: pin('*', 'version 1'),
      reason: 'needs package names',
    },
    { summary: 'no priority', text: pin('a', 'release *', ''), reason: '"" is no pin priority' },
    { summary: 'priority 0', text: pin('a', 'release *', 0), reason: '"0" is no pin priority' },
    { summary: 'a priority out of range', text: pin('a', 'release *', 40000), reason: '"40000"' },
    {
      summary: 'a never for one package',
      text: pin('a', 'release *', 'never'),
      reason: '"never" is',
    },
  ])('refuses $summary', ({ text, reason }) => {
    expect(() => parsePreferences(`\n${text}`)).toThrow(/cannot read the preferences at line 2: /)
    expect(() => parsePreferences(text)).toThrow(reason)
  })
})
