import { describe, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza as p } from '../../test/offers.js'
import { LockgenError } from '../errors.js'
import { createPriorities } from '../pins/pin-priority.js'
import { Universe } from '../universe/universe.js'
import { parseRequest } from './request.js'
import { selectVersions } from './select.js'

const archive = [
  indexStanza('stable', 'Version: 12.1'),
  p('editor 1', 'Task: desktop, office'),
  p('editor-doc 1 all', 'Priority: important'),
  p('c++ 1'),
  p('c- 1'),
  p('lib 1', 'Priority: important'),
  p('lib 1 i386'),
  p('only-i386 1 i386'),
  p('viewer 1', 'Task: office\nProvides: image-viewer'),
  p('painter 1', 'Provides: image-viewer, image-editor'),
  indexStanza('backports', 'NotAutomatic: yes\nButAutomaticUpgrades: yes'),
  p('editor 2~bpo'),
]

async function select(text: string): Promise<string[]> {
  const universe = new Universe(await offersOf(archive), {
    architecture: 'amd64',
    foreignArchitectures: ['i386'],
    priorities: createPriorities([], 'amd64'),
  })
  const request = parseRequest(text, (name) => universe.named(name).length > 0)
  return selectVersions(universe, request).map(
    ({ name, version, arch }) => `${name}:${arch} ${version}`,
  )
}

describe('a request', () => {
  it.each([
    { summary: 'a name', text: 'editor', selected: ['editor:amd64 1'] },
    { summary: 'a name that ends in +', text: 'c++', selected: ['c++:amd64 1'] },
    { summary: 'a name that ends in -', text: 'c-', selected: ['c-:amd64 1'] },
    { summary: 'a name with the + of apt', text: 'lib+', selected: ['lib:amd64 1'] },
    { summary: 'a version', text: 'editor=2~bpo', selected: ['editor:amd64 2~bpo'] },
    { summary: 'a glob of versions', text: 'editor=2*', selected: ['editor:amd64 2~bpo'] },
    { summary: 'a codename', text: 'editor/backports', selected: ['editor:amd64 2~bpo'] },
    { summary: 'a release version', text: 'editor/12*', selected: ['editor:amd64 1'] },
    { summary: 'an architecture', text: 'lib:i386', selected: ['lib:i386 1'] },
    {
      summary: 'the one architecture that has it',
      text: 'only-i386',
      selected: ['only-i386:i386 1'],
    },
    { summary: 'a task', text: 'office^', selected: ['editor:amd64 1', 'viewer:amd64 1'] },
    {
      summary: 'a priority',
      text: '?priority(important)',
      selected: ['editor-doc:amd64 1', 'lib:amd64 1'],
    },
    {
      summary: 'a priority, shorter',
      text: '~pimportant',
      selected: ['editor-doc:amd64 1', 'lib:amd64 1'],
    },
    { summary: 'a glob', text: 'edit*', selected: ['editor:amd64 1', 'editor-doc:amd64 1'] },
    { summary: 'a set of characters', text: 'li[!a]', selected: ['lib:amd64 1'] },
    {
      summary: 'a regular expression',
      text: '^(lib|c.+)$',
      selected: ['c++:amd64 1', 'c-:amd64 1', 'lib:amd64 1'],
    },
    {
      summary: 'a name that one package provides',
      text: 'image-editor',
      selected: ['painter:amd64 1'],
    },
  ])('selects $summary', async ({ text, selected }) => {
    expect(await select(text)).toEqual(selected)
  })

  it.each([
    {
      summary: 'an unknown name',
      text: 'editro',
      message: 'cannot select "editro": no such package',
      hint: 'did you mean editor?',
    },
    {
      summary: 'a name like no other',
      text: 'xyzzy',
      message: 'cannot select "xyzzy": no such package',
    },
    {
      summary: 'a name of another architecture',
      text: 'lib:arm64',
      message: 'cannot select "lib:arm64": no such package for arm64',
      hint: 'there is lib for amd64, i386',
    },
    {
      summary: 'a regular expression that is none',
      text: '^(lib',
      message: 'cannot read the expression "^(lib"',
    },
    {
      summary: 'a choice of providers',
      text: 'image-viewer',
      message: 'cannot select "image-viewer": it is only a virtual package',
      hint: 'ask for one that provides it: painter, viewer',
    },
    {
      summary: 'an unknown version',
      text: 'editor=3',
      message: 'cannot select "editor=3": no such version',
      hint: 'there is editor 2~bpo (backports), 1 (stable)',
    },
    { summary: 'an unknown suite', text: 'lib/backports', message: 'no such version' },
    {
      summary: 'an unknown task',
      text: 'games^',
      message: 'cannot select "games^": no package matches',
    },
    { summary: 'a glob of nothing', text: 'x*', message: 'cannot select "x*": no package matches' },
    {
      summary: 'two versions at once',
      text: 'a=1/stable',
      message: 'cannot read request "a=1/stable"',
      hint: 'a request is NAME, NAME=VERSION, NAME/SUITE, NAME:ARCH or NAME-',
    },
    {
      summary: 'a pattern',
      text: '?name(a)',
      message: 'cannot read request "?name(a)"',
      hint: 'of the patterns of apt-patterns(7), ?priority(NAME) alone is understood',
    },
  ])('is refused for $summary', async ({ text, message, hint }) => {
    const failure = await select(text).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(LockgenError)
    expect(failure).toMatchObject({ message: expect.stringContaining(message) })
    if (hint !== undefined) expect(failure).toMatchObject({ hint })
  })
})
