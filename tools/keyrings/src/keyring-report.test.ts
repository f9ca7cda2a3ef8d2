import { readFileSync } from 'node:fs'
import { fingerprintOf, readKeyring } from '@apt2ostree/apt-index'
import { expect, it } from 'vitest'
import { formatKeyringReport } from './keyring-report.js'

const folder = new URL('../../../packages/apt-index/keyrings/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, folder))

it.each(['debian-archive-keyring.gpg', 'ubuntu-archive-keyring.gpg'])(
  'tells the origin and the keys of %s as the README of the folder has them',
  async (file) => {
    const keyring = await readKeyring(read(file), file)
    const readme = read('README.md').toString()
    const [, section = ''] = readme.split(`## ${file}\n`)
    const [, name = '', version = '', sha256 = '', signedBy = ''] =
      /From (\S+) (\S+), SHA256 `(\w+)`,\nin an archive signed by `(\w+)`/.exec(section) ?? []
    const report = await formatKeyringReport([
      { file, keyring, package: name, version, sha256, signedBy },
    ])
    expect(keyring.length).toBeGreaterThan(1)
    for (const key of keyring) expect(report).toContain(fingerprintOf(key))
    expect(readme).toContain(report.slice(report.indexOf('## ')))
  },
)
