import { execFileSync, spawnSync } from 'node:child_process'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfiguration } from '../../test/parse-configuration.js'

const hasApt = spawnSync('/usr/bin/python3', ['-c', 'import apt_pkg']).status === 0

/** What packages of Debian and Ubuntu, and people, put into apt.conf.d: the forms, few words each. */
const collected: { summary: string; text: string }[] = [
  { summary: 'one line an option', text: 'Acquire::Check-Date "false";\nAcquire::Retries 5;' },
  { summary: 'names in any case', text: 'ACQUIRE::retries "5";' },
  {
    summary: 'blocks within blocks',
    text: 'Acquire { http { Proxy "http://p.example.org:3128"; Timeout "7"; }; Retries "2"; };',
  },
  {
    summary: 'lists',
    text: 'DPkg::Pre-Invoke {"a; b // c"; };\nA::List:: "one";\nA::List:: "two";',
  },
  { summary: 'comments', text: '// A::B "0";\n# A::B "0";\n/* A::B "0";\n */ A::B "1"; # end\n' },
  { summary: '#clear', text: 'A::B "1"; A::B "2"; A::C::D "3"; #clear A::C;' },
  {
    summary: "localepurge's, with quotes inside of quotes",
    text: 'DPkg\n{\nPost-Invoke {"if [ -x /x/purge ] && [ $(ps w -p "$PPID" | grep -c remove) != 1 ]; then /x/purge; else exit 0; fi";};\n};',
  },
  {
    summary: "unattended-upgrades'",
    text: 'Unattended-Upgrade::Allowed-Origins {\n\t"Debian:stable";\n//\t"Debian:x";\n};\nUnattended-Upgrade::Package-Blacklist {\n};\n',
  },
  {
    summary: "docker's",
    text: 'Apt::AutoRemove::SuggestsImportant "false";\nDPkg::Post-Invoke { "rm -f /x/*.deb || true"; };\nDir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";\nAcquire::GzipIndexes "true";\nAcquire::Languages "none";',
  },
  { summary: 'a quoted string with escaped quotes', text: 'A::B "say \\"x\\" now";\n' },
  { summary: 'several strings for one value', text: 'A::B "one"   "two";' },
  { summary: 'a stray end of a block', text: '};\nA "1";\n};\nB "2";' },
  {
    summary: 'tags with quotes, blanks and percents',
    text: 'A::"b c" "1"; A::d%20e "2"; A::f "%41";',
  },
  {
    summary: 'index targets',
    text: 'Acquire::IndexTargets {\n deb::DEP-11 {\n  MetaKey "$(COMPONENT)/dep11/Components-$(NATIVE_ARCHITECTURE).yml";\n  DefaultEnabled "false";\n };\n};',
  },
  { summary: 'a scope with a value', text: 'A "x" { B "1"; };' },
  { summary: 'nothing', text: '\n// only words\n' },
  {
    summary: 'a proxy for each host',
    text: 'Acquire::http::Proxy::a.example.org "DIRECT";\nAcquire::http::Proxy "http://u:p%40@p.example.org:3128/";',
  },
  {
    summary: "debconf's",
    text: 'DPkg::Pre-Install-Pkgs {"/usr/sbin/dpkg-preconfigure --apt || true";};',
  },
  { summary: 'an item between values', text: 'A { "x"; B "y"; C:: "z"; };' },
  { summary: 'CR at line ends', text: 'A "1";\r\nB { C "2"; };\r\n' },
]

const refused = ['A { B "1";\nC', 'A "1" B;', '{ A "1"; };', 'A "1\n";', '#clear;', 'A "1"']

/** What statements are made of. */
const piece = fc.constantFrom(
  ...['A', 'B::C', 'A::L::', 'x-y', '"1"', '"a b"', '"a;b"', '"c{d}"', '"', '7', 'a%20b', '[x y]'],
  ...[' ', '\n', '\t', ';', ';\n', '{', '}', '};', '//', '# c', '/*', '*/', '#clear A;', '#'],
)
const generated = fc
  .sample(fc.array(piece, { maxLength: 12 }), { numRuns: 1000, seed: 3 })
  .map((parts) => parts.join(''))

/** Reads each text as apt does and dumps what it sets. Debian's own Python has apt's library. */
const program = `
import apt_pkg, json, os, sys, tempfile, urllib.parse
path = os.path.join(tempfile.mkdtemp(), 'apt.conf')
def ask(text):
    with open(path, 'w') as file:
        file.write(text)
    configuration = apt_pkg.Configuration()
    try:
        apt_pkg.read_config_file(configuration, path)
    except Exception:
        return None
    lines = [line.split(' ', 1) for line in configuration.dump().splitlines()]
    return [[urllib.parse.unquote(name), value[1:-2]]
            for name, value in lines if name and value != '"";']
print(json.dumps([ask(text) for text in json.load(sys.stdin)]))
os.remove(path)
os.rmdir(os.path.dirname(path))
`

type Settings = (readonly [name: string, value: string])[]

function readByApt(texts: readonly string[]): (Settings | null)[] {
  const input = JSON.stringify(texts)
  return JSON.parse(execFileSync('/usr/bin/python3', ['-c', program], { input, encoding: 'utf8' }))
}

function readByUs(text: string): Settings | null {
  try {
    return [...parseConfiguration(text).entries()].filter(([, value]) => value !== '')
  } catch {
    return null
  }
}

/** By name, items of a list in their order: apt's tree has another order than ours. */
const sorted = (settings: Settings | null) =>
  settings
    ?.map(([name, value]) => [name.toLowerCase(), value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) ?? null

describe('apt.conf', () => {
  it.skipIf(!hasApt)('is read as apt reads it, collected and generated (needs python3-apt)', () => {
    const texts = [...collected.map(({ text }) => text), ...refused, ...generated]
    const apt = readByApt(texts)
    const differences = texts.flatMap((text, at) => {
      const [theirs, ours] = [sorted(apt[at] ?? null), sorted(readByUs(text))]
      return isDeepStrictEqual(theirs, ours) ? [] : [{ text, theirs, ours }]
    })
    expect(differences).toEqual([])
    expect(refused.map(readByUs)).toEqual(refused.map(() => null))
    expect(collected.filter(({ text }) => readByUs(text) === null)).toEqual([])
  })

  it('says where it is refused', () => {
    const message = "cannot read apt's configuration at apt.conf:2: a block has no name"
    expect(() => parseConfiguration('A "1";\n{ B "2"; };')).toThrow(message)
  })

  it.each([
    { value: 'yes', boolean: true },
    { value: 'True', boolean: true },
    { value: '1', boolean: true },
    { value: 'off', boolean: false },
    { value: '0', boolean: false },
    { value: '2', boolean: undefined },
    { value: 'perhaps', boolean: undefined },
  ])('reads $value as $boolean', ({ value, boolean }) => {
    expect(parseConfiguration(`A "${value}";`).getBoolean('a')).toBe(boolean)
  })

  it.each([
    { value: '30', number: 30 },
    { value: '30s', number: 30 },
    { value: '0x10', number: 16 },
    { value: '-1', number: -1 },
    { value: 'soon', number: undefined },
  ])('reads $value as the number $number', ({ value, number }) => {
    expect(parseConfiguration(`A "${value}";`).getNumber('a')).toBe(number)
  })
})
