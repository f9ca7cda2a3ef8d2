import { parseTreefile, withDefaults } from '@apt2ostree/treefile'
import { expect, it } from 'vitest'
import { samplePlan } from '../test/sample-plan.js'
import { planImage } from './plan-image.js'
import { planShared } from './plan-shared.js'

it('plans one tool a step, from the image to its ref', () => {
  const [image] = samplePlan().images
  const steps = image?.steps.map(({ inputs, command, output }) => ({ inputs, command, output }))
  expect(steps).toEqual([
    {
      inputs: ['web.yaml', 'base.yaml', 'pins'],
      command:
        'apt2ostree lock --check web.yaml --output .state/web.checked --depfile .state/web.checked.d',
      output: '.state/web.checked',
    },
    {
      inputs: ['.state/web.checked', 'repo/config', '.state/web-1.list'],
      command:
        'deb2ostree unpack --jobs auto --repo repo --pool pool --lock web.lock --sources .state/web-1.list > .state/web.layers.new && { cmp -s .state/web.layers.new .state/web.layers || mv .state/web.layers.new .state/web.layers; }',
      output: '.state/web.layers',
    },
    {
      inputs: ['.state/web.layers'],
      command: 'ostree-union --repo repo --branch u/web < .state/web.layers',
      output: 'repo/refs/heads/u/web',
    },
    {
      inputs: ['repo/refs/heads/u/web', 'answers', '.state/web-2.debconf'],
      command:
        'dpkg-configure --repo repo --branch c/web --debconf answers --debconf .state/web-2.debconf u/web',
      output: 'repo/refs/heads/c/web',
    },
    {
      inputs: ['repo/refs/heads/c/web', '.state/web.checked', 'my page.html'],
      command: 'apt2ostree finalize web.yaml --repo repo --depfile .state/web.finalized.d',
      output: 'repo/refs/heads/f/web',
    },
    {
      inputs: ['repo/refs/heads/f/web', '.state/web.checked'],
      command: 'apt2ostree commit web.yaml --repo repo',
      output: 'repo/refs/heads/os/web',
    },
  ])
  const optional = image?.steps.flatMap(({ kind, optionalInput: file }) =>
    file ? [[kind, file]] : [],
  )
  expect(optional).toEqual([
    ['check', 'web.lock'],
    ['finalize', 'web.ids'],
  ])
  expect(image?.files).toEqual([
    {
      path: '.state/web-1.list',
      text: 'deb [trusted=yes] http://example.org/debian stable main\n',
    },
    { path: '.state/web-2.debconf', text: 'a b string $c\n' },
  ])
})

it('plans a base up to its configured tree, and what is built on it from there', () => {
  const planned = { ...{ unpacked: 'u', configured: 'c', finalized: 'f' } }
  const imageOf = (path: string) => withDefaults(parseTreefile('packages: []', path), [path])
  const places = { repo: 'repo', pool: 'pool', state: '.state' }
  const base = planImage({ image: imageOf('base.yaml'), ...planned }, places)
  expect(base.steps.map(({ kind }) => kind)).toEqual(['check', 'unpack', 'union', 'configure'])
  expect(base.committed).toBe('repo/refs/heads/c')
  const on = { ...planned, base: 'base/c', ref: 'os/web' }
  const image = planImage({ image: imageOf('web.yaml'), ...on }, places)
  const unpack = image.steps.find(({ kind }) => kind === 'unpack')
  expect(unpack?.inputs).toContain('repo/refs/heads/base/c')
  expect(unpack?.command).toContain('--lock web.lock --base base/c > ')
})

it('plans one step for the repo and for a package that two images share', () => {
  const planned = ['a', 'b'].map((name) => ({
    image: withDefaults(parseTreefile('merged-usr: false', `${name}.yaml`), []),
    ...{ unpacked: '', configured: '', finalized: '', ref: '' },
    packages: [
      { name: 'dash:amd64', ref: 'deb/dash' },
      { name: `${name}:all`, ref: `deb/${name}` },
    ],
  }))
  const places = { repo: 'repo', pool: 'pool', state: '.state' }
  const steps = planShared(planned, places)
  expect(steps[0]?.command).toBe('ostree-repo init --repo repo')
  expect(steps.map(({ output }) => output)).toEqual([
    'repo/config',
    'repo/refs/heads/deb/dash',
    'repo/refs/heads/deb/a',
    'repo/refs/heads/deb/b',
  ])
  expect(steps[3]?.command).toBe(
    'deb2ostree unpack --jobs auto --repo repo --pool pool --lock b.lock --no-usr-merge --only b:all > /dev/null',
  )
})
