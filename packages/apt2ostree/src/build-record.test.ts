import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { readTreefile } from '@apt2ostree/treefile'
import { afterAll, describe, expect, it } from 'vitest'
import { imageDigest } from './build-record.js'

const top = mkdtempSync(join(tmpdir(), 'build-record-'))
afterAll(() => rmSync(top, { recursive: true }))

const yaml = `ref: os/web
include: common/base.yaml
packages: [nginx]
sources: [web.sources]
debconf: [answers]
add-files: [[motd, /etc/motd]]
postprocess: [set-up.sh, "#!/bin/sh\\ntrue\\n"]
add-commit-metadata: {team: web, cost: low}
`

/** Lays an image out in a folder below the tests' own and returns the path of its image.yaml. */
function layOut(name: string): string {
  const folder = join(top, name)
  mkdirSync(join(folder, 'common'), { recursive: true })
  const files = {
    'image.yaml': yaml,
    'common/base.yaml': 'add-files: [[issue, /etc/issue]]\n',
    'common/issue': 'issue\n',
    'web.sources': '',
    answers: 'a b string c\n',
    motd: 'hello\n',
    'set-up.sh': '#!/bin/sh\n',
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  return join(folder, 'image.yaml')
}

const digest = async (path: string) => imageDigest(await readTreefile(path))
const image = layOut('web')

describe('imageDigest', () => {
  it.each([
    { summary: 'another folder', path: () => layOut('other/place') },
    { summary: 'a path from here', path: () => relative(process.cwd(), image) },
    { summary: 'a detour', path: () => `${top}/web/common/.././image.yaml` },
    {
      summary: 'a symlinked folder',
      path: () => {
        symlinkSync('web', join(top, 'link'))
        return join(top, 'link/image.yaml')
      },
    },
  ])('is the same by $summary', async ({ path }) => {
    expect(await digest(path())).toBe(await digest(image))
  })

  it.each([
    { summary: 'a key', path: 'image.yaml', text: yaml.replace('cost: low', 'cost: high') },
    { summary: 'an added file', path: 'motd', text: 'bye\n' },
    { summary: 'a file that an include adds', path: 'common/issue', text: 'other\n' },
    { summary: 'a script', path: 'set-up.sh', text: '#!/bin/sh\ntrue\n' },
    { summary: 'answers', path: 'answers', text: 'a b string d\n' },
    { summary: 'whether an added file may be run', path: 'motd', text: 'hello\n', mode: 0o755 },
  ])('is another when $summary changes', async ({ path, text, mode }) => {
    const changed = join(top, 'changed')
    cpSync(join(top, 'web'), changed, { recursive: true })
    writeFileSync(join(changed, path), text)
    if (mode !== undefined) chmodSync(join(changed, path), mode)
    expect(await digest(join(changed, 'image.yaml'))).not.toBe(await digest(image))
    rmSync(changed, { recursive: true })
  })

  it.each([
    { summary: 'sources', path: 'web.sources', text: 'Types: deb\n' },
    {
      summary: 'the order of a mapping',
      path: 'image.yaml',
      text: yaml.replace('{team: web, cost: low}', '{cost: low, team: web}'),
    },
  ])('is the same when only $summary changes', async ({ path, text }) => {
    const changed = join(top, 'changed')
    cpSync(join(top, 'web'), changed, { recursive: true })
    writeFileSync(join(changed, path), text)
    expect(await digest(join(changed, 'image.yaml'))).toBe(await digest(image))
    rmSync(changed, { recursive: true })
  })
})
