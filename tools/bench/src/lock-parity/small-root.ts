import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { archiveRelease, formatIndexStream, parseRelease } from '@apt2ostree/apt-index'
import type { Lockfile } from '@apt2ostree/lockfile'
import { type Offer, readOffers } from '@apt2ostree/lockgen'
import type { Outcome } from './apt-choice.js'
import { configurationOf } from './private-root.js'
import type { SmallPackage, SmallSuite } from './small-archives.js'

/** An apt of its own whose archives are made up and lie in its folder. */
export class SmallRoot {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    for (const path of ['etc/apt/sources.list.d', 'var/lib/apt/lists/partial', 'var/lib/dpkg']) {
      mkdirSync(join(folder, path), { recursive: true })
    }
    mkdirSync(join(folder, 'var/cache/apt/archives/partial'), { recursive: true })
    this.#write('apt.conf', configurationOf(folder, ['amd64']))
    this.#write('var/lib/apt/extended_states', '')
    this.install(undefined)
    this.prefer('')
  }

  /** Puts archives in the place of those before; the first come first in apt's sources. */
  publish(suites: readonly SmallSuite[]): void {
    for (const suite of suites) {
      const index = packagesOf(suite)
      this.#write(`archive/dists/${suite.name}/main/binary-amd64/Packages`, index)
      this.#write(`archive/dists/${suite.name}/Release`, releaseOf(suite, index))
    }
    const lines = suites.map(
      ({ name }) => `deb [trusted=yes] file:${this.#folder}/archive ${name} main`,
    )
    this.#write('etc/apt/sources.list', `${lines.join('\n')}\n`)
    rmSync(join(this.#folder, 'var/lib/apt/lists'), { recursive: true })
    mkdirSync(join(this.#folder, 'var/lib/apt/lists/partial'), { recursive: true })
    const { status, stderr } = this.#apt(['update'])
    if (status !== 0) throw new Error(`apt-get update failed: ${stderr}`)
  }

  /** Makes a lock's packages what apt finds installed; nothing without one. */
  install(lock: Lockfile | undefined): void {
    const packages = lock?.packages ?? []
    const status = packages.map(({ stanza }) => `${stanza.text}Status: install ok installed\n`)
    this.#write('var/lib/dpkg/status', status.join('\n'))
    const marks = packages
      .filter(({ automatic }) => automatic)
      .map(({ name }) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n`)
    this.#write('var/lib/apt/extended_states', marks.join('\n'))
  }

  prefer(preferences: string): void {
    this.#write('etc/apt/preferences', preferences)
  }

  /** Returns what would be installed after an apt-get command, of `installed` and besides. */
  ask(args: readonly string[], installed: Lockfile | undefined): Outcome {
    const { status, stdout, stderr } = this.#apt(['-s', '--no-install-recommends', ...args])
    if (status !== 0) return { refusal: `${stdout}\n${stderr}`.trim() }
    const packages = new Map(installed?.packages.map(({ name, version }) => [name, version]))
    for (const [, name = ''] of stdout.matchAll(/^Remv (\S+)/gm)) packages.delete(name)
    for (const [, name = '', version = ''] of stdout.matchAll(
      /^Inst (\S+) (?:\[\S+\] )?\((\S+)/gm,
    )) {
      packages.set(name, version)
    }
    return { packages: [...packages].map((each) => each.join(' ')).sort() }
  }

  #apt(args: readonly string[]) {
    const env = { ...process.env, APT_CONFIG: join(this.#folder, 'apt.conf'), LC_ALL: 'C.UTF-8' }
    return spawnSync('apt-get', args, { env, encoding: 'utf8' })
  }

  #write(path: string, text: string): void {
    const full = join(this.#folder, path)
    mkdirSync(join(full, '..'), { recursive: true })
    writeFileSync(full, text)
  }
}

/** Returns what such archives offer, as `apt-index packages` hands it on. */
export function smallOffers(suites: readonly SmallSuite[]): Promise<Offer[]> {
  return readOffers(
    formatIndexStream(
      suites.map((suite) => {
        const text = packagesOf(suite)
        const release = parseRelease(releaseOf(suite, text))
        const place = { archiveUri: 'file:/archive', suite: suite.name, unchecked: [] }
        return {
          index: {
            ...archiveRelease({ ...place, release, sha256: suite.name }),
            path: 'main/binary-amd64/Packages',
            component: 'main',
            architecture: 'amd64',
          },
          read: () => Readable.from([Buffer.from(text)]),
        }
      }),
    ),
  )
}

/** As Debian's archives list them, by source package: apt breaks ties by that order, we do so always. */
function packagesOf({ name: suite, packages }: SmallSuite): string {
  const key = ({ name, fields }: SmallPackage) =>
    `${fields.find((field) => field.startsWith('Source: '))?.slice(8) ?? name} ${name}`
  const sorted = packages.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  return sorted.map((each) => stanzaOf(each, suite)).join('\n')
}

/** Contents differ from suite to suite unless nothing else does: then it is the same .deb. */
function stanzaOf({ name, version, fields }: SmallPackage, suite: string): string {
  const sha256 = createHash('sha256').update(`${name} ${version} ${fields.join()}`).digest('hex')
  return `${[
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: amd64',
    'Maintainer: Nobody <nobody@example.org>',
    ...fields,
    `Filename: pool/${suite}/${name}_${version}_amd64.deb`,
    `Size: ${1000 + Number.parseInt(sha256.slice(0, 4), 16)}`,
    `SHA256: ${sha256}`,
    `Description: ${name}`,
  ].join('\n')}\n`
}

function releaseOf({ release }: SmallSuite, index: string): string {
  const sha256 = createHash('sha256').update(index).digest('hex')
  return `${[
    ...Object.entries(release).map(([field, value]) => `${field}: ${value}`),
    'Date: Sat, 05 Sep 2026 10:00:00 UTC',
    'Architectures: amd64',
    'Components: main',
    'SHA256:',
    ` ${sha256} ${Buffer.byteLength(index)} main/binary-amd64/Packages`,
  ].join('\n')}\n`
}
