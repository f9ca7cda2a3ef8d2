/** A form of configuration that is in use somewhere, in words of our own. */
export interface CollectedForm {
  readonly summary: string
  readonly files: Readonly<Record<string, string>>
}

const mirror = 'source=http://deb.example.org/debian'

/** One section that `bootstrap=` names, after keys of [General]. */
const base = (general: string, section = '', more = '') =>
  `[General]\narch=amd64\nnoauth=true\n${general}\nbootstrap=Base\n[Base]\npackages=socat\n${mirror}\nsuite=bookworm\n${section}\n${more}`

const form = (summary: string, text: string, others: Readonly<Record<string, string>> = {}) => ({
  summary,
  files: { 'm.conf': text, ...others },
})

/**
 * Forms of 43 published multistrap.conf files and of scripts that write one: what each of them has
 * beside the plain case.
 */
export const collectedForms: readonly CollectedForm[] = [
  form(
    'a section that is not there',
    base('bootstrap=Gone\naptsources=Base Gone')
      .replace('bootstrap=Base\n', '')
      .replace('bootstrap=Gone', 'bootstrap=Base Gone'),
  ),
  form(
    'names joined by a comma',
    base('aptsources=Base,Updates', '', `[Updates]\n${mirror}\nsuite=bookworm-updates\n`),
  ),
  form('no aptsources', base('')),
  form('the older name of bootstrap', base('').replace('bootstrap=', 'debootstrap=')),
  form(
    'both names of bootstrap',
    base('debootstrap=More', '', `[More]\npackages=vim\n${mirror}\nsuite=sid\n`),
  ),
  form(
    'keys that there are not, and keys of other sections',
    base('omitdebsrc=true\nretries=5\ntidy=yes', 'arch=amd64\nnoauth=true\nrelease=x'),
  ),
  form(
    'flags that are neither true nor false',
    base('cleanup=1\nunpack=yes\nallowrecommends=yes\naptsources=Base', 'omitdebsrc=yes'),
  ),
  form('noauth=yes', base('').replace('noauth=true', 'noauth=yes')),
  form(
    'flags with a blank or a comment behind them',
    base('allowrecommends=true \nomitrequired=true # small\naptsources=Base', 'omitdebsrc=true '),
  ),
  form(
    'flags and keys in capitals',
    base('allowrecommends=True\nOmitRequired=true\nExplicitSuite=true', 'Components=contrib'),
  ),
  form('names of sections in any case', base('aptsources=BASE').replace('[General]', '[GENERAL]')),
  form(
    '[general] in small letters, several pockets, third-party source without keyring',
    `[general]
arch=amd64
unpack=true
cleanup=true
noauth=true
bootstrap=distro distro-security distro-updates robots
aptsources=distro distro-security distro-updates robots
[distro]
packages=uuid uuid-dev
source=http://archive.example.org/ubuntu
keyring=ubuntu-keyring
suite=noble
components=main universe multiverse
[distro-security]
source=http://archive.example.org/ubuntu
suite=noble-security
components=main universe multiverse
[distro-updates]
source=http://archive.example.org/ubuntu
suite=noble-updates
components=main universe multiverse
[robots]
packages=robots-base
source=http://robots.example.org/ubuntu
suite=noble
`,
  ),
  form(
    'a flat suite',
    base('', '', '').replace('bootstrap=Base', 'bootstrap=Base Helper') +
      '[Helper]\npackages=linux-image-helper\nsource=http://apt.example.org/\nsuite=bookworm-helper/\ncomponents=\n',
  ),
  form(
    'a flat source',
    base('').replace('bootstrap=Base', 'bootstrap=Base Flat') +
      '[Flat]\npackages=tool\nsource=http://apt.example.org/x ./\nsuite=never\n',
  ),
  form(
    'a flat source that is a component of no suite',
    base('').replace('bootstrap=Base', 'bootstrap=Base Flat') +
      '[Flat]\npackages=tool\nsource=http://apt.example.org/ stable/\n',
  ),
  form(
    'packages in a section without a source',
    `${base('').replace('bootstrap=Base', 'bootstrap=Tools Base')}[Tools]\npackages=vim less\n`,
  ),
  form(
    'a section without a suite',
    base('').replace('bootstrap=Base', 'bootstrap=Base Odd') +
      '[Odd]\npackages=vim\nsource=http://deb.example.org/odd\n',
  ),
  form(
    'a suite of several words',
    base('').replace('suite=bookworm', 'suite=bookworm contrib non-free'),
  ),
  form('packages line by line', base('', 'packages=vim less\npackages=\npackages=nginx')),
  form('packages as a block of lines', base('', 'packages=<<END\nvim less\nnginx\nEND')),
  form(
    'packages with versions and globs as a shell needs them',
    base('', "packages=tool=1.22\\* 'lib*-dev' other=1:2.0-1 task^"),
  ),
  form('a package given twice', base('', 'packages=socat vim socat')),
  form(
    'a keyring of a section that only aptsources names',
    base('aptsources=Debian').replace('bootstrap=Base', 'bootstrap=Base') +
      '[Debian]\nsource=http://deb.example.org/debian\nkeyring=debian-archive-keyring\nsuite=sid\nomitdebsrc=true\n',
  ),
  form(
    'a keyring of a section that nobody names',
    `${base('')}[Spare]\nkeyring=spare-keyring\nsource=http://x.example.org\nsuite=y\n`,
  ),
  form(
    'two keyrings of one section',
    base('', 'keyring=debian-archive-keyring other-archive-keyring'),
  ),
  form('an empty keyring', base('', 'keyring=')),
  form(
    'additional packages of a section that nobody names',
    `${base('', 'additional=late later')}[Spare]\nadditional=spare\n`,
  ),
  form('a script given twice', base('configscript=one.sh\nconfigscript=two.sh')),
  form('a flag given twice', base('allowrecommends=true\nallowrecommends=true')),
  form('bootstrap given twice', base('aptsources=Base\naptsources=Base')),
  form(
    'comments behind a suite of one archive, and behind components',
    base('aptsources=Base', 'components=main # free'),
  ),
  form(
    'every key, empty',
    base(
      'directory=\nconfigscript=\nsetupscript=\nomitrequired=\naddimportant=\nomitpreinst=\naptpreferences=\nretainsources=\nallowrecommends=\ndebconfseed=\nhookdir=\nmultiarch=\nignorenativearch=\ntarballname=\nunpack=true',
      'omitdebsrc=\nadditional=\nreinstall=\ncomponents=main',
    ),
  ),
  form(
    'blanks around everything',
    '  [ General ]\n  arch = amd64\n\tnoauth =true\n bootstrap= Base \n\n [ Base ]\n packages = socat  vim \n source= http://deb.example.org/debian\n suite =bookworm\n',
  ),
  form('line ends of another system', base('aptsources=Base').replaceAll('\n', '\r\n')),
  form('comments of both kinds', base('# bootstrap=Other\n; bootstrap=Other\n   # and so on')),
  form(
    'a default release',
    base('aptdefaultrelease=bookworm').replace('bootstrap=Base', 'bootstrap=Base Backports') +
      `[Backports]\npackages=tool\n${mirror}\nsuite=bookworm-backports\n`,
  ),
  form(
    'backports and no default release',
    base('').replace('bootstrap=Base', 'bootstrap=Base Backports') +
      `[Backports]\npackages=tool\n${mirror}\nsuite=bookworm-backports\n`,
  ),
  form(
    'explicit suites',
    base('explicitsuite=true').replace('bootstrap=Base', 'bootstrap=Base Backports') +
      `[Backports]\npackages=tool lib\n${mirror}\nsuite=bookworm-backports\n`,
  ),
  form(
    'foreign packages',
    base('multiarch=amd64 armhf\naptsources=Base').replace('bootstrap=Base', 'bootstrap=Base Arm') +
      `[Arm]\npackages=libc6 libgcc-s1\narchitecture=armhf\n${mirror}\nsuite=bookworm\n`,
  ),
  form('an architecture and no packages of it', `${base('')}[Arm]\narchitecture=armhf\n`),
  form(
    'a section again in another case: the later one is all of it',
    `${base('')}[base]\npackages=vim\n${mirror}\nsuite=sid\n`,
  ),
  form('an include', base('include=base.conf\narch=amd64').replace('arch=amd64\n', ''), {
    'base.conf': `[General]\narch=i386\nallowrecommends=true\nnoauth=true\naptsources=Base\n[Base]\npackages=from-base\n${mirror}\nsuite=sid\ncomponents=contrib\nkeyring=base-keyring\n`,
  }),
  form('an include of an include', base('include=one.conf'), {
    'one.conf': `[General]\ninclude=two.conf\nbootstrap=One\n[One]\npackages=one\n${mirror}\nsuite=one\n`,
    'two.conf': `[General]\nbootstrap=Two\naptdefaultrelease=two\n[Two]\npackages=two\n${mirror}\nsuite=two\n`,
  }),
]
