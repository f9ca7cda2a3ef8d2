import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AptConfiguration, parseAptConfiguration } from './apt-configuration.js'

function parse(text: string): AptConfiguration {
  const configuration = new AptConfiguration()
  parseAptConfiguration(text, 'apt.conf', configuration)
  return configuration
}

interface Case {
  readonly summary: string
  readonly text: string
  readonly values: Readonly<Record<string, string | undefined>>
}

const cases: Case[] = [
  {
    summary: 'one line an option',
    text: 'Acquire::Check-Date "false";\nAcquire::Retries 5;',
    values: { 'Acquire::Check-Date': 'false', 'Acquire::Retries': '5' },
  },
  {
    summary: 'names in any case',
    text: 'ACQUIRE::retries "5";',
    values: { 'Acquire::Retries': '5' },
  },
  {
    summary: 'blocks within blocks',
    text: 'Acquire { http { Proxy "http://p.example.org:3128"; Timeout "7"; }; Retries "2"; };',
    values: {
      'Acquire::http::Proxy': 'http://p.example.org:3128',
      'Acquire::http::Timeout': '7',
      'Acquire::Retries': '2',
    },
  },
  {
    summary: 'lists, which are passed over',
    text: 'DPkg::Pre-Invoke {"a; b // c"; };\nA::List:: "one";\nA::B "2";',
    values: { 'A::B': '2' },
  },
  {
    summary: 'comments of three kinds',
    text: '// A::B "0";\n# A::B "0";\n/* A::B "0";\n */ A::B "1"; # end\n',
    values: { 'A::B': '1' },
  },
  {
    summary: 'a later value over an earlier one, and #clear',
    text: 'A::B "1"; A::B "2"; A::C::D "3"; #clear A::C;',
    values: { 'A::B': '2', 'A::C::D': undefined },
  },
]

describe('apt.conf', () => {
  it.each(cases)('has $summary', ({ text, values }) => {
    const configuration = parse(text)
    const read = Object.keys(values).map((name) => [name, configuration.get(name)])
    expect(Object.fromEntries(read)).toEqual(values)
  })

  const hasApt = spawnSync('apt-config', ['--version']).status === 0
  it.skipIf(!hasApt).each(cases)('with $summary is read as apt-config reads it', (example) => {
    const folder = mkdtempSync(join(tmpdir(), 'apt-conf-'))
    writeFileSync(join(folder, 'apt.conf'), example.text)
    const env = { PATH: process.env.PATH, APT_CONFIG: join(folder, 'apt.conf') }
    for (const [name, value] of Object.entries(example.values)) {
      const { stdout } = spawnSync('apt-config', ['dump', '--format', '%v%n', name], { env })
      expect([name, stdout.toString().trim()]).toEqual([name, value ?? ''])
    }
    rmSync(folder, { recursive: true })
  })

  it.each([
    { text: 'A { B "1";', message: 'apt.conf: it ends inside a block' },
    { text: 'A "1"\n; }', message: 'apt.conf:2: unexpected "}"' },
    { text: 'A\n"1', message: 'apt.conf:2: a quote without its end' },
    { text: 'A "1" "2";', message: 'apt.conf:1: ";" expected after "1"' },
    { text: '#include "x";', message: 'apt.conf:1: #include is not supported' },
  ])('is refused: $text', ({ text, message }) => {
    expect(() => parse(text)).toThrow(`cannot read apt's configuration at ${message}`)
  })

  it.each([
    { value: 'yes', boolean: true },
    { value: 'True', boolean: true },
    { value: '1', boolean: true },
    { value: 'off', boolean: false },
    { value: '0', boolean: false },
    { value: 'perhaps', boolean: undefined },
  ])('reads $value as $boolean', ({ value, boolean }) => {
    expect(parse(`A "${value}";`).getBoolean('a')).toBe(boolean)
  })
})
