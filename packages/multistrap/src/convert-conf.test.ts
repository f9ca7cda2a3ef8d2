import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseTreefile } from '@apt2ostree/treefile'
import { describe, expect, it } from 'vitest'
import { convertConf } from './convert-conf.js'
import { convertFile } from './convert-file.js'
import { formatImage } from './format-image.js'
import { parseConf } from './parse-conf.js'

const convert = (text: string) => convertConf(parseConf(text, 'm.conf'), 'os/m')

/** One section that `bootstrap=` names, after keys of [General]. */
const debian = (general: string, section = '') =>
  `[General]\n${general}\nbootstrap=Debian\n[Debian]\nsource=http://example.org/debian\nsuite=stable\n${section}`

describe('convertConf', () => {
  it.each([
    {
      summary: 'a plain configuration',
      conf: debian('arch=amd64', 'packages=apt vim\npackages=nginx\ncomponents=main contrib\n'),
      image: {
        architecture: 'amd64',
        sources: ['deb http://example.org/debian stable main contrib'],
        packages: ['apt', 'vim', 'nginx'],
      },
    },
    {
      summary: 'names in any case, a keyring that is a package',
      conf: '[GENERAL]\nBootStrap=ONE\n[One]\nSource=http://example.org\nSUITE=s\nkeyring=one-keyring',
      image: { sources: ['deb http://example.org s main'], packages: ['one-keyring'] },
    },
    {
      summary: 'a keyring that is a file',
      conf: debian('', 'keyring=/etc/keys/one.gpg\n'),
      image: {
        sources: ['deb [signed-by=/etc/keys/one.gpg] http://example.org/debian stable main'],
        packages: [],
      },
    },
    {
      summary: 'a flat archive with options of its own, and noauth',
      conf: '[General]\nnoauth=true\nbootstrap=flat\n[flat]\nsource=[arch=armhf] http://example.org/x ./\npackages=x',
      image: {
        sources: ['deb [arch=armhf trusted=yes] http://example.org/x ./'],
        packages: ['x'],
      },
    },
    {
      summary: 'foreign architectures and explicit suites',
      conf: debian(
        'multiarch=i386\nexplicitsuite=true',
        'packages=libc6 zlib1g\narchitecture=i386\n',
      ),
      image: {
        'foreign-architectures': ['i386'],
        sources: ['deb http://example.org/debian stable main'],
        packages: ['libc6:i386/stable', 'zlib1g:i386/stable'],
      },
    },
    {
      summary: 'what apt and debconf are told',
      conf: debian(
        'aptpreferences=pins\naptdefaultrelease=a=stable\ndebconfseed=one two\nallowrecommends=true\nomitrequired=true\nconfigscript=fix.sh',
      ),
      image: {
        sources: ['deb http://example.org/debian stable main'],
        packages: [],
        recommends: true,
        essential: false,
        required: false,
        preferences: ['pins', 'Package: *\nPin: release a=stable\nPin-Priority: 990\n'],
        debconf: ['one', 'two'],
        postprocess: ['fix.sh'],
      },
    },
    {
      summary: 'sources that only the image gets',
      conf: debian(
        'arch=amd64\naptsources=Debian Extra',
        '[Extra]\nsource=http://example.org/e\nsuite=e\nomitdebsrc=true',
      ),
      image: {
        architecture: 'amd64',
        sources: ['deb http://example.org/debian stable main'],
        packages: [],
        postprocess: [
          `#!/bin/sh
set -e
cat >/etc/apt/sources.list.d/multistrap-debian.list <<'EOF'
deb [arch=amd64] http://example.org/debian stable main
deb-src http://example.org/debian stable main
EOF
cat >/etc/apt/sources.list.d/multistrap-extra.list <<'EOF'
deb [arch=amd64] http://example.org/e e main
EOF
`,
        ],
      },
    },
    {
      summary: 'what is important beside what is required',
      conf: debian('addimportant=true', 'packages=vim\n'),
      image: {
        sources: ['deb http://example.org/debian stable main'],
        packages: ['vim', '?priority(important)'],
      },
    },
  ])('$summary', ({ conf, image }) => {
    expect(convert(conf).image).toEqual({ ref: 'os/m', ...image })
  })

  it('warns of what is lost, and remarks on what has no place', () => {
    const { warnings, remarks } = convert(
      debian('directory=/tmp/x\nhookdir=hooks\nomitpreinst=false'),
    )
    expect(warnings).toEqual([
      'm.conf:3: "hookdir" is dropped: hooks run outside the image; use postprocess',
    ])
    expect(remarks.map((remark) => remark.split(':')[0])).toEqual([
      'directory=/tmp/x',
      'hookdir=hooks',
      'omitpreinst=false',
    ])
  })

  it.each([
    {
      summary: 'a section that is not there',
      conf: '[General]\narch=amd64\nbootstrap=Debian\n',
      message: 'm.conf:3: "bootstrap" names [Debian], which is not there',
    },
    {
      summary: 'a section without a source',
      conf: '[General]\nbootstrap=Debian\n\n[Debian]\nsuite=x\n',
      message: 'm.conf:4: [Debian] has no "source"',
    },
    {
      summary: 'an unknown key, with the nearest',
      conf: '[General]\nconfigscrpt=x\n',
      message: 'm.conf:2: unknown key "configscrpt" in [General]',
    },
    {
      summary: 'a flag that is neither true nor false',
      conf: '[General]\nnoauth=maybe\n',
      message: 'm.conf:2: "noauth" must be true or false, not "maybe"',
    },
    {
      summary: 'a key twice that is no list',
      conf: '[General]\narch=a\narch=b\n',
      message: 'm.conf:3: "arch" is there already in line 2',
    },
    {
      summary: 'a line that is no key',
      conf: '[General]\nhello\n',
      message: 'm.conf:2: "hello" is not KEY=VALUE',
    },
    {
      summary: 'a key before any section',
      conf: 'arch=a\n',
      message: 'm.conf:1: "arch" stands before the first [Section]',
    },
  ])('refuses $summary', ({ conf, message }) => {
    expect(() => convert(conf)).toThrow(`cannot use ${message}`)
  })
})

const installed = ['/usr/share/multistrap', '/usr/share/doc/multistrap/examples']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.conf'))

describe.skipIf(installed.length === 0)("multistrap's own examples (needs multistrap)", () => {
  it.each(installed)('%s becomes a valid image.yaml', async (path) => {
    const { text } = await convertFile(path)
    expect(parseTreefile(text, 'image.yaml').sources.length).toBeGreaterThan(0)
  })
})

it('writes remarks as comments that YAML skips', () => {
  const text = formatImage(
    { image: { ref: 'a', packages: [] }, remarks: ['x=1: a\nb'], warnings: [] },
    'm.conf',
  )
  expect(text).toBe(
    '# Converted from m.conf.\n\nref: a\npackages: []\n\n# Without a place here:\n# x=1: a b\n',
  )
})
