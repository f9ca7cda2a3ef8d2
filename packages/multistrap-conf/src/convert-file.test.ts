import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { parseTreefile } from '@apt2ostree/treefile'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { convertFile, readMultistrap } from './convert-file.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conf-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The image of a configuration, and what was said of it, as if its folder had no name. */
function convert(text: string, others: Readonly<Record<string, string>> = {}) {
  for (const [name, content] of Object.entries({ ...others, 'm.conf': text })) {
    writeFileSync(join(folder, name), content, { mode: name.endsWith('.sh') ? 0o755 : 0o644 })
  }
  const here = (words: string) => words.replaceAll(`${folder}/`, '')
  try {
    const { text: image, warnings } = convertFile(join(folder, 'm.conf'))
    return { image: parse(here(image)), warnings: warnings.map(here), text: here(image) }
  } catch (error) {
    throw new Error(here(String((error as Error).message)))
  }
}

/** One section that `bootstrap=` names, after keys of [General]. */
const debian = (general: string, section = '') =>
  `[General]\n${general}\nbootstrap=Debian\n[Debian]\nsource=http://example.org/debian\nsuite=stable\n${section}\n`

const source = 'deb http://example.org/debian stable main'

describe('convertFile', () => {
  it.each([
    {
      summary: 'a keyring that is a file',
      conf: debian('', 'keyring=/etc/keys/one.gpg'),
      image: {
        sources: ['deb [signed-by=/etc/keys/one.gpg] http://example.org/debian stable main'],
        packages: [],
      },
    },
    {
      summary: 'options of a source, and noauth',
      conf: '[General]\nnoauth=true\nbootstrap=flat\n[flat]\nsource=[arch=armhf] http://example.org/x ./\npackages=x',
      image: {
        sources: ['deb [arch=armhf trusted=yes] http://example.org/x ./'],
        packages: ['x'],
      },
    },
    {
      summary: 'foreign architectures and explicit suites',
      conf: debian('multiarch=i386\nexplicitsuite=true', 'packages=libc6\narchitecture=i386'),
      image: {
        'foreign-architectures': ['i386'],
        sources: [source],
        packages: ['libc6:i386/stable'],
      },
    },
    {
      summary: 'files and what apt and debconf are told',
      conf: debian(
        'aptpreferences=pins\naptdefaultrelease=a=stable\ndebconfseed=one two\nallowrecommends=true\nomitrequired=true\nconfigscript=fix.sh',
      ),
      image: {
        sources: [source],
        packages: [],
        recommends: true,
        essential: false,
        required: false,
        preferences: ['pins', 'Package: *\nPin: release a=stable\nPin-Priority: 990\n'],
        debconf: ['one'],
        'add-files': [
          ['pins', '/etc/apt/preferences.d/pins'],
          ['fix.sh', '/fix.sh'],
        ],
      },
      warnings: ['m.conf:4: "two" has no effect: there is no such file'],
    },
    {
      summary: 'what is important beside what is required',
      conf: debian('addimportant=true', 'packages=vim'),
      image: { sources: [source], packages: ['?priority(important)', 'vim'] },
    },
    {
      summary: 'several suites: every release has the same priority',
      conf: `${debian('').replace('=Debian', '=Debian Two')}[Two]\nsource=http://example.org/two\nsuite=two`,
      image: {
        sources: [source, 'deb http://example.org/two two main'],
        packages: [],
        preferences: ['Package: *\nPin: release *\nPin-Priority: 990\n'],
      },
    },
    {
      summary: 'no section at all: the apt sources of the host',
      conf: '[General]\narch=amd64\n',
      image: { architecture: 'amd64', packages: [] },
    },
  ])('$summary', ({ conf, image, warnings = [] }) => {
    const converted = convert(conf, { pins: '', one: '', 'fix.sh': '' })
    expect(converted.image).toEqual({ ref: 'os/m', ...image })
    expect(converted.warnings).toEqual(warnings)
  })

  it('writes a script that leaves the sources of aptsources=', () => {
    const { image } = convert(
      debian(
        'arch=amd64\naptsources=Debian Extra',
        '[Extra]\nsource=http://more.example.org\nsuite=e\nomitdebsrc=true',
      ),
    )
    expect(image.postprocess).toEqual([
      `#!/bin/sh
set -e
mkdir -p /etc/apt/sources.list.d
cat >/etc/apt/sources.list.d/multistrap-debian.list <<'EOF'
deb [arch=amd64] http://example.org/debian stable main
deb-src http://example.org/debian stable main
EOF
cat >/etc/apt/sources.list.d/multistrap-extra.list <<'EOF'
deb [arch=amd64] http://more.example.org e main
EOF
`,
    ])
  })

  it.each([
    {
      summary: 'sections that are not there',
      conf: debian('aptsources=Debian,Extra'),
      warning: 'm.conf:2: "aptsources" names [Debian,Extra], which is not there',
    },
    {
      summary: 'a section without a suite',
      conf: `${debian('').replace('=Debian', '=Debian Two')}[Two]\nsource=http://example.org/two`,
      warning: 'm.conf:8: [two] gives apt no source: it has no "suite"',
    },
    {
      summary: 'a key that is not known, with the nearest',
      conf: debian('configscrpt=x'),
      warning:
        'm.conf:2: "configscrpt" has no effect: [General] has no such key; did you mean "configscript"?',
    },
    {
      summary: 'a key of other sections',
      conf: debian('omitdebsrc=true'),
      warning:
        'm.conf:2: "omitdebsrc" has no effect: [General] has no such key; it is a key of the other sections',
    },
    {
      summary: 'a key in capitals',
      conf: debian('OmitRequired=true'),
      warning:
        'm.conf:2: "OmitRequired" has no effect: [General] has no such key; did you mean "omitrequired"?',
    },
    {
      summary: 'a flag that is not true',
      conf: debian('noauth=yes'),
      warning: 'm.conf:2: "noauth=yes" counts as false: only "true" is true',
    },
    {
      summary: 'a flag given twice',
      conf: debian('noauth=true\nnoauth=true'),
      warning: 'm.conf:2: "noauth" has no effect: it is given more than once',
    },
    {
      summary: 'a comment behind packages',
      conf: debian('', 'packages=vim # the editor'),
      warning:
        'm.conf:7: "# the editor" in "packages" is left out; multistrap\'s shell leaves out every package with it',
    },
    {
      summary: 'a script that cannot be run',
      conf: debian('setupscript=m.conf'),
      warning: 'm.conf:2: "m.conf" has no effect: there is no such executable file',
    },
    {
      summary: 'preferences that apt does not read',
      conf: debian('aptpreferences=pins.conf'),
      warning:
        'm.conf:2: "aptpreferences" is dropped: apt reads no file of that name: none but *.pref and names without a dot',
    },
    {
      summary: 'what an image.yaml cannot do',
      conf: debian('omitpreinst=true'),
      warning: 'm.conf:2: "omitpreinst" is dropped: preinst scripts always run, inside the image',
    },
  ])('warns of $summary', ({ conf, warning }) => {
    expect(convert(conf, { 'pins.conf': '' }).warnings).toEqual([warning])
  })

  it('remarks on keys of which an image.yaml needs nothing', () => {
    expect(convert(debian('directory=/tmp/x')).text).toContain(
      '# Without a place here:\n# directory=/tmp/x: an image is a commit; check it out wherever it is wanted\n',
    )
  })

  it.each([
    {
      summary: 'no section that is there',
      conf: '[General]\narch=amd64\nbootstrap=Gone\n[Other]\nsource=http://x\nsuite=y',
      message: 'm.conf:4: "bootstrap" names no section that is there',
    },
    {
      summary: 'no section with a source',
      conf: '[General]\nbootstrap=Debian\n\n[Debian]\nsuite=x\n',
      message: 'm.conf:4: "bootstrap" names no section with a source',
    },
    {
      summary: 'a key of one value given twice',
      conf: debian('', 'suite=testing'),
      message: 'm.conf:6: "suite" is given more than once',
    },
    {
      summary: 'a suite that apt cannot read',
      conf: debian('', 'components='),
      message: 'm.conf:6: "stable" of [debian] has no component',
    },
    {
      summary: 'a flat suite with a component',
      conf: debian('').replace('suite=stable', 'suite=flat/'),
      message: 'm.conf:6: "flat/" is a flat archive, which has no component "main"',
    },
    {
      summary: 'an architecture that is none',
      conf: debian('arch=amd64 # this one'),
      message:
        'm.conf:2: "architecture" must be a Debian architecture such as amd64, not "amd64 # this one"',
    },
    {
      summary: 'packages of an architecture that is not foreign',
      conf: debian('', 'packages=a\narchitecture=armhf'),
      message: 'm.conf:8: architecture "armhf" is not among those of "multiarch"',
    },
    {
      summary: 'what is required out and what is important in',
      conf: debian('omitrequired=true\naddimportant=true'),
      message: 'm.conf:3: "addimportant" and "omitrequired" exclude each other',
    },
    {
      summary: 'a line that is no key',
      conf: '[General]\nhello\n',
      message: 'm.conf:2: "hello" is not KEY=VALUE',
    },
    {
      summary: 'a value without an end',
      conf: '[General]\narch=<<EOT\namd64\n',
      message: 'm.conf:2: no line "EOT" ends the value',
    },
    {
      summary: 'a key before any section',
      conf: 'arch=a\n',
      message: 'm.conf:1: "arch" stands before the first [Section]',
    },
    {
      summary: 'an include that is not there',
      conf: debian('\ninclude=gone.conf'),
      message: 'm.conf:3: it includes "gone.conf", which is no file',
    },
  ])('refuses $summary', ({ conf, message }) => {
    expect(() => convert(conf)).toThrow(`cannot use ${message}`)
  })

  it('reads a file once, whoever includes it', () => {
    const others = { 'b.conf': '[General]\ninclude=m.conf\n', 'c.conf': '[Late]\nadditional=x\n' }
    expect(convert(debian('include=b.conf c.conf'), others).image.packages).toEqual(['x'])
  })
})

it('gives names of files from where the command runs, and the lock beside the configuration', () => {
  writeFileSync(join(folder, 'seed'), '')
  writeFileSync(join(folder, 'm.conf'), debian('debconfseed=seed'))
  expect(readMultistrap(join(folder, 'm.conf')).image).toMatchObject({
    name: 'm',
    debconf: [{ path: join(folder, 'seed') }],
    lockfile: join(folder, 'm.lock'),
    files: [join(folder, 'm.conf')],
  })
})

const multiarch = '/usr/share/doc/multistrap/examples/multiarch.conf'
const installed = ['/usr/share/multistrap', '/usr/share/doc/multistrap/examples']
  .filter((path) => existsSync(path))
  .flatMap((path) => readdirSync(path).map((name) => join(path, name)))
  .filter((path) => path.endsWith('.conf') && path !== multiarch)

needs('multistrap').describe("multistrap's own examples", () => {
  it.each(installed)('%s becomes a valid image.yaml', (path) => {
    const { text } = convertFile(path)
    expect(parseTreefile(text, 'image.yaml').sources.length).toBeGreaterThan(0)
  })

  it('multiarch.conf is refused, as by multistrap', () => {
    expect(() => convertFile(multiarch)).toThrow(
      'multiarch.conf:34: architecture "armhf" is not among those of "multiarch"',
    )
  })
})
