import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needs } from '@apt2ostree/testkit/needs'
import { expect, it } from 'vitest'
import { readAllowedDifferences } from '../src/allowed-differences.js'
import { diffInstalledTrees } from '../src/installed-tree.js'
import { startJudge } from '../src/judge-tree.js'
import { out } from '../src/run.js'
import { findReleases, type Release } from './suites.js'

/** What each system has beside what is required. */
const packages = ['apt', 'nginx', 'openssh-client']

const allowed = ['../test/faithful-differences.txt', 'suites-differences.txt'].map((name) =>
  readAllowedDifferences(fileURLToPath(new URL(name, import.meta.url))),
)
const wanted = process.env.SUITES?.split(/[\s,]+/)
const all = await findReleases(process.env)
const releases = all.filter(({ suite }) => wanted === undefined || wanted.includes(suite))
for (const { suite, missing } of releases) {
  if (missing !== undefined) console.log(`${suite}: skipped, ${missing}`)
}

const { describe } = needs('mounts', 'root', 'sandbox', 'mmdebstrap', 'ostree')

describe('every release', { timeout: 3_600_000 }, () => {
  it.each(releases.filter(({ missing }) => missing === undefined))(
    '$suite is built as mmdebstrap builds it',
    async (release) => {
      const folder = mkdtempSync(join(tmpdir(), `suite-${release.suite}-`))
      chmodSync(folder, 0o755)
      try {
        expect(await compare(folder, release)).toEqual({})
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  )
})

/** The paths at which our tree of a release is not, without a reason, as mmdebstrap's. */
async function compare(folder: string, { suite, sources }: Release): Promise<object> {
  const name = `suite-${suite}`
  const yaml = JSON.stringify({ ref: `os/${suite}`, sources, packages })
  writeFileSync(join(folder, `${name}.yaml`), yaml)
  const inFolder = (line: string) => out(line, { cwd: folder })
  const start = Date.now()
  await inFolder(`apt2ostree lock ${name}.yaml`)
  const dates = await inFolder(`sed -n "s/^  Date: //p" ${name}.lock`)
  const sourceDateEpoch = Math.max(...dates.split('\n').map((date) => Date.parse(date) / 1000))
  await inFolder(`apt2ostree build ${name}.yaml`)
  const seconds = Math.round((Date.now() - start) / 1000)
  const mergeUsr = suite === 'bullseye'
  const judge = startJudge(folder, { packages, suite, sources, mergeUsr, sourceDateEpoch })
  try {
    const tree = join(judge.disk, 'ours')
    await inFolder(`ostree --repo=repo checkout os/${suite} ${tree}`)
    await judge.made
    const differences = [...diffInstalledTrees(judge.root, tree)]
    const unlisted = differences.filter(([path]) => !allowed.some((isIn) => isIn(path, suite)))
    const locked = await inFolder(`grep -c ^Package: ${name}.lock`)
    const listed = differences.length - unlisted.length
    console.log(
      `${suite}: ${locked} packages, locked and built in ${seconds} s, ${unlisted.length} differences (${listed} listed)`,
    )
    return Object.fromEntries(unlisted)
  } finally {
    await judge.remove()
  }
}
