import {
  formatAccountIds,
  formatGroup,
  formatPasswd,
  parseAccountIds,
  parseGroup,
  parsePasswd,
} from '@apt2ostree/account-ids'
import {
  parseAuthConf,
  parseCleartext,
  parseRelease,
  parseSources,
  readKeyring,
} from '@apt2ostree/apt-index'
import {
  compareVersions,
  formatRelations,
  formatVersion,
  parseRelations,
  parseStanzas,
  parseVersion,
} from '@apt2ostree/deb822'
import { formatLockfile, parseLockfile } from '@apt2ostree/lockfile'
import { parsePreferences } from '@apt2ostree/lockgen'
import { parseTreefile } from '@apt2ostree/treefile'
import { parseAptConf } from '../../../packages/apt-index/src/host/parse-apt-conf.js'
import { parseIni } from '../../../packages/multistrap-conf/src/parse-ini.js'
import {
  formatKernelArguments,
  parseKernelArguments,
} from '../../../packages/ostree-finalize/src/kernel-arguments.js'
import { assertStable, BrokenPromise, type Target } from './target.js'

const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text))

/** A decoder of text, given as a byte string. */
function text(code: string, seeds: string[], run: (text: string) => unknown): Target {
  return {
    errors: new RegExp(`^ERR_${code}`),
    seeds: () => bytes(...seeds),
    run: (data) => run(data.toString('latin1')),
  }
}

const stanza =
  'Package: a\nVersion: 1:2.0-1\nDepends: b (>= 1), c | d:any [amd64] <!nocheck>\nDescription: x\n y\n .\n z\n'
const sha256 = 'ab'.repeat(32)

/** Control data, and what else is text. */
export const texts: Readonly<Record<string, Target>> = {
  stanzas: text('DEB822', [stanza, `${stanza}\n${stanza}`], (input) => {
    for (const { text: each } of parseStanzas(input)) {
      if ([...parseStanzas(each)].length !== 1) throw new BrokenPromise('a stanza is no stanza')
    }
  }),
  relations: text('DEB822', ['a, b (>= 1.0~) | c:any [!amd64] <!x y>, d (= 1:2-3)'], (input) =>
    assertStable(parseRelations(input), formatRelations, (each) => parseRelations(String(each))),
  ),
  versions: text('DEB822', ['1:2.0~rc1-1+b1', '0'], (input) => {
    const version = parseVersion(input)
    assertStable(version, formatVersion, (each) => parseVersion(String(each)))
    const formatted = formatVersion(version)
    if (compareVersions(formatted, formatted) !== 0) throw new BrokenPromise('it is not itself')
    if (compareVersions(formatted, '1.0-1') !== -compareVersions('1.0-1', formatted)) {
      throw new BrokenPromise('it is both before and after 1.0-1')
    }
  }),
  release: text(
    'APT|ERR_DEB822',
    [
      `Origin: Debian\nSuite: stable\nCodename: x\nDate: Sat, 10 Jun 2023 08:20:02 UTC\nSHA256:\n ${sha256} 12 main/binary-amd64/Packages.xz\n`,
    ],
    parseRelease,
  ),
  clearsigned: {
    errors: /^ERR_APT/,
    seeds: () =>
      bytes(
        '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nOrigin: x\n- - dash\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n=abcd\n-----END PGP SIGNATURE-----\n',
      ),
    run: parseCleartext,
  },
  keyring: {
    errors: /^ERR_APT/,
    // A public key packet of version 4, RFC 9580 section 5.5.2.
    seeds: () => [
      Buffer.from('c63304650000001608072b060104da470f01010740', 'hex'),
      ...bytes(
        '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEZQAAABYIKwYBBAHaRw8BAQdA\n-----END PGP PUBLIC KEY BLOCK-----\n',
      ),
    ],
    run: (data) => readKeyring(data, 'x'),
  },
  'auth-conf': text('APT', ['machine example.org login a password b\n# c\n'], parseAuthConf),
  'apt-conf': text(
    'APT',
    ['APT::Get "1";\nAPT { A "x"; B { "y"; }; };\n#clear A;\n// c\n/* d */'],
    (input) => parseAptConf(input, 'apt.conf'),
  ),
  'sources-list': text(
    'APT',
    ['deb [arch=amd64 signed-by=/x] http://example.org/d stable main\n'],
    (input) => parseSources(input, 'list', 'x'),
  ),
  'sources-deb822': text(
    'APT|ERR_DEB822',
    ['Types: deb\nURIs: http://example.org\nSuites: a\nComponents: b\n'],
    (input) => parseSources(input, 'sources', 'x'),
  ),
  preferences: text(
    'LOCKGEN',
    ['Package: a b*\nPin: release n=stable, v=12*\nPin-Priority: 900\n'],
    parsePreferences,
  ),
  lockfile: text('LOCKFILE|ERR_DEB822', [lockfile()], (input) =>
    assertStable(parseLockfile(input), formatLockfile, (each) => parseLockfile(String(each))),
  ),
  treefile: text(
    'TREEFILE',
    ['ref: os/x\npackages: [a, "b=1"]\nsources:\n- |\n  deb x y z\ninclude: base.yaml\n'],
    (input) => parseTreefile(input, 'image.yaml'),
  ),
  ini: text(
    'MULTISTRAP',
    ['[General]\narch=amd64\n# c\n[Debian]\npackages=a b\nx=<<EOT\n1\n2\nEOT\n'],
    (input) => parseIni(input, 'x.conf'),
  ),
  'account-ids': text(
    'ACCOUNT',
    ['user  www-data 33 33\ngroup www-data 33\n', formatAccountIds(parseAccountIds(''))],
    (input) =>
      assertStable(parseAccountIds(input), formatAccountIds, (each) =>
        parseAccountIds(String(each)),
      ),
  ),
  passwd: text('ACCOUNT', ['root:x:0:0:root:/root:/bin/bash\n'], (input) =>
    assertStable(parsePasswd(input), formatPasswd, (each) => parsePasswd(String(each))),
  ),
  group: text('ACCOUNT', ['www-data:x:33:a,b\n'], (input) =>
    assertStable(parseGroup(input), formatGroup, (each) => parseGroup(String(each))),
  ),
  kargs: text('never', ['kargs = ["quiet", \'console=ttyS0\']\n'], (input) => {
    const found = parseKernelArguments(input)
    if (found === undefined) return
    assertStable(found, formatKernelArguments, (each) => parseKernelArguments(String(each)) ?? [])
  }),
}

function lockfile(): string {
  return `Format: 1\nArchitecture: amd64\nRequests: a\n\nPackage: a\nArchitecture: amd64\nVersion: 1\nFilename: pool/a.deb\nSize: 10\nSHA256: ${sha256}\n`
}
