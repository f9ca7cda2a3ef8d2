import { parseTreefile, withDefaults } from '@apt2ostree/treefile'
import type { BuildPlan } from '../src/build-plan.js'
import { planImage } from '../src/plan-image.js'

/** The plan of one image with an include, inline sources, pins, debconf answers and a file to add. */
export function samplePlan(): BuildPlan {
  const yaml = `
ref: os/web
packages: [nginx]
sources: ['deb [trusted=yes] http://example.org/debian stable main']
preferences: [pins]
debconf: [answers, 'a b string $c']
add-files: [['my page.html', /srv/page]]
`
  const image = withDefaults(parseTreefile(yaml, 'web.yaml'), ['web.yaml', 'base.yaml'])
  const refs = { unpacked: 'u/web', configured: 'c/web', finalized: 'f/web', ref: 'os/web' }
  const places = { repo: 'repo', pool: 'pool', state: '.state' }
  return {
    images: [planImage({ image, ...refs }, places)],
    shared: [],
    sources: image.files,
    generate: 'apt2ostree ninja web.yaml',
  }
}
