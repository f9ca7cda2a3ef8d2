import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { TreefileError } from './errors.js'
import { parseTreefile } from './parse-treefile.js'

describe('parseTreefile', () => {
  it('reads every key, with file names from the folder of the file', () => {
    const text = `
ref: os/debian/nginx
lockfile: nginx.lock
ids: shared.ids
include: ../base.yaml
architecture: amd64
foreign-architectures: [i386]
sources: [debian.sources, 'deb [trusted=yes] file:/archive stable main']
packages: [nginx, 'libc6:i386', vim=2:9.0-1, git/stable, '?priority(important)']
exclude-packages: [nano]
recommends: true
preferences: [pins]
debconf: ['tzdata tzdata/Areas select Etc']
merged-usr: true
add-files: [[site.conf, /etc/nginx/site.conf]]
remove-files: [/usr/share/doc]
postprocess: ["#!/bin/sh\\ntrue\\n", harden.sh]
units: { enable: [nginx.service], disable: [apt-daily.timer] }
default-target: multi-user.target
deploy: bootc
kargs: [console=ttyS0, 'quiet']
add-commit-metadata: { team: web }
`
    expect(parseTreefile(text, 'images/web.yaml')).toEqual({
      path: 'images/web.yaml',
      includes: ['base.yaml'],
      ref: 'os/debian/nginx',
      lockfile: 'images/nginx.lock',
      ids: 'images/shared.ids',
      architecture: 'amd64',
      foreignArchitectures: ['i386'],
      sources: [
        { path: 'images/debian.sources' },
        { text: 'deb [trusted=yes] file:/archive stable main' },
      ],
      packages: ['nginx', 'libc6:i386', 'vim=2:9.0-1', 'git/stable', '?priority(important)'],
      excludePackages: ['nano'],
      recommends: true,
      preferences: [{ path: 'images/pins' }],
      debconf: [{ text: 'tzdata tzdata/Areas select Etc' }],
      mergedUsr: true,
      addFiles: [{ source: 'images/site.conf', target: '/etc/nginx/site.conf' }],
      removeFiles: ['/usr/share/doc'],
      postprocess: [{ text: '#!/bin/sh\ntrue\n' }, { path: 'images/harden.sh' }],
      enableUnits: ['nginx.service'],
      disableUnits: ['apt-daily.timer'],
      defaultTarget: 'multi-user.target',
      deploy: 'bootc',
      kernelArguments: ['console=ttyS0', 'quiet'],
      commitMetadata: { team: 'web' },
    })
  })

  it.each([
    {
      summary: 'an unknown key, with the nearest known one',
      text: 'ref: a\npakages: [nginx]\n',
      message: 'cannot use "image.yaml": image.yaml:2:1: unknown key "pakages"',
      hint: 'did you mean "packages"?',
    },
    {
      summary: 'a value of the wrong type',
      text: 'ref: a\nrecommends: yes\n',
      message:
        'cannot use "image.yaml": image.yaml:2:13: "recommends" must be true or false, not "yes"',
    },
    {
      summary: 'a list entry, at its own place',
      text: 'packages:\n  - nginx\n  - two words\n',
      message:
        'cannot use "image.yaml": image.yaml:3:5: "packages" entry 2 must be a package request such as nginx, nginx=1.22.1-9 or nginx/bookworm-backports, and no file, not "two words"',
    },
    {
      summary: 'the file of a package',
      text: 'packages: [./my.deb]\n',
      message:
        'cannot use "image.yaml": image.yaml:1:12: "packages" entry 1 must be a package request such as nginx, nginx=1.22.1-9 or nginx/bookworm-backports, and no file, not "./my.deb"',
    },
    {
      summary: 'a key inside a mapping',
      text: 'units:\n  enabled: [a.service]\n',
      message: 'cannot use "image.yaml": image.yaml:2:3: unknown key "enabled"',
      hint: 'did you mean "enable"?',
    },
    {
      summary: 'a path that climbs out of the image',
      text: 'remove-files: [/usr/../etc]\n',
      message:
        'cannot use "image.yaml": image.yaml:1:16: "remove-files" entry 1 must be an absolute path in the image, without . and .., not "/usr/../etc"',
    },
    {
      summary: 'a list where the mapping should be',
      text: '- nginx\n',
      message: `cannot use "image.yaml": image.yaml:1:1: the file must be a mapping of image.yaml's keys, not ["nginx"]`,
    },
    {
      summary: 'no content',
      text: '# only a comment\n',
      message: 'cannot use "image.yaml": the file is empty',
    },
    {
      summary: 'a key twice',
      text: 'ref: a\nref: b\n',
      message: 'cannot use "image.yaml": image.yaml:2:1: not YAML: map keys must be unique',
    },
    {
      summary: 'several problems, in the order of the file',
      text: 'ref: 7\nrecommend: true\n',
      message: [
        'cannot use "image.yaml":',
        'image.yaml:1:6: "ref" must be a branch name such as os/debian/nginx, not 7',
        'image.yaml:2:1: unknown key "recommend"',
      ].join('\n  '),
      hint: 'did you mean "recommends"?',
    },
  ])('refuses $summary', ({ text, message, hint }) => {
    const error = errorOf(() => parseTreefile(text, 'image.yaml'))
    expect({ message: error.message, hint: error.hint }).toEqual({ message, hint })
  })

  it.each([
    '^lib.*-dev$',
    'lib.*-dev$',
    'lib*-dev',
    'vim-',
    'g++',
    'a:i386=1:2~3',
    '?priority(important)',
  ])('leaves the meaning of the request %s to the resolver', (request) => {
    expect(parseTreefile(stringify({ packages: [request] }), 'x.yaml').packages).toEqual([request])
  })

  it('reads what YAML writes, and refuses anything else with a TreefileError only', () => {
    const packages = fc.array(fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,8}$/))
    fc.assert(
      fc.property(packages, (names) => {
        expect(parseTreefile(stringify({ packages: names }), 'x.yaml').packages).toEqual(names)
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseTreefile(text, 'x.yaml')
        } catch (error) {
          expect(error).toBeInstanceOf(TreefileError)
        }
      }),
    )
  })
})

function errorOf(run: () => unknown): TreefileError {
  try {
    run()
  } catch (error) {
    if (error instanceof TreefileError) return error
  }
  throw new Error('no TreefileError was thrown')
}
