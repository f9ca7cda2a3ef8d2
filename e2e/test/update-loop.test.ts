import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { recordCalls, runRecipe } from '../src/ci-recipe.js'
import { out, sh } from '../src/run.js'

const { describe } = needs('ostree', 'sandbox', 'apt sources', 'git')

const examples = fileURLToPath(new URL('../../examples/update-loop', import.meta.url))

/** A package that makes a group of its own from version 1.1 on. */
const left = (version: string) => ({
  fields: { Package: 'left', Version: version },
  ...(version !== '1.0' && {
    controlFiles: { postinst: '#!/bin/sh\necho left:x:101: >> /etc/group\n' },
  }),
})

let folder: string
let archive: ChangingArchive
const inFolder = (line: string) => out(line, { cwd: folder })
const versionIn = (ref: string) =>
  inFolder(`ostree --repo=repo cat ${ref} /var/lib/dpkg/status | grep -A9 '^Package: left$'`)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'update-loop-'))
  archive = await serveChangingArchive(folder)
  await archive.publish([left('1.0')])
  const image = { ref: 'os/left', required: false, packages: ['left'], sources: [archive.source] }
  writeFileSync(join(folder, 'image.yaml'), `${JSON.stringify(image)}\n`)
  cpSync(join(examples, 'nightly.sh'), join(folder, 'nightly.sh'))
  await inFolder('apt2ostree build image.yaml')
  await inFolder(
    'git init -q -b main && git config user.name t && git config user.email t@example.org && git add image.yaml image.lock image.ids nightly.sh && git commit -q -m first',
  )
}, 300_000)
afterAll(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

describe('nightly.sh', { timeout: 300_000 }, () => {
  it('does nothing on a night without news', async () => {
    expect(await inFolder('./nightly.sh image.yaml')).toMatch(/^nothing new on \S+$/)
    expect(await inFolder('git branch --list | wc -l')).toBe('1')
  })

  it('commits what changed to a branch, builds it and says so', async () => {
    await archive.publish([left('1.1')])
    const { stdout, stderr } = await sh('./nightly.sh image.yaml', { cwd: folder })
    expect(stderr).toContain('\nUpgraded:\n  left 1.0 → 1.1 ')
    expect(stderr).toMatch(/^image\.ids has what git does not have yet:\n {2}group left \d+$/m)
    expect(stdout).toMatch(
      /^Update packages, .*\n\n## image.yaml\n.*left.*1\.0.*1\.1.*## New accounts\n\n- `group left \d+`\n$/s,
    )
    expect(await inFolder('git log --format=%B -2')).toMatch(/Update packages.*left.*1\.0.*1\.1/s)
    expect(await inFolder('git diff --stat @{-1} -- .')).toMatch(/image\.ids.*image\.lock/s)
    expect(await inFolder('git branch --show-current')).toMatch(/^packages\/\d{4}-\d\d-\d\d$/)
    expect(await versionIn('os/left')).toContain('Version: 1.1\n')
  })

  it('fails, and merges nothing, when the archive is away', async () => {
    await inFolder('git switch -q -')
    const away = 'sed -i s/main/nowhere/2 image.yaml'
    const { status } = await sh(`${away} && ./nightly.sh image.yaml`, { cwd: folder })
    expect(status).not.toBe(0)
    expect(await inFolder('git checkout -q image.yaml && git log --format=%s -1')).toBe('first')
  })
})

/** The scripts of nightly.yml on a fresh clone each night; the repo is what is cached. */
describe('nightly.yml', { timeout: 300_000 }, () => {
  const programs = () => join(folder, 'programs')
  let calls: string

  /** What a night comes to: its exit status, what was asked of the forge, the branches there. */
  async function night(clone: string) {
    writeFileSync(calls, '')
    await inFolder(`git clone -q --branch main origin.git ${clone}`)
    const { status } = await runRecipe(join(examples, 'nightly.yml'), {
      cwd: join(folder, clone),
      env: { GITHUB_REF_NAME: 'main', OSTREE_REPO: join(folder, 'repo') },
      programs: programs(),
    })
    const asked = readFileSync(calls, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('gh '))
    const branches = await inFolder("git -C origin.git branch --format='%(refname:short)'")
    return { status, asked, branches: branches.split('\n') }
  }

  beforeAll(async () => {
    await inFolder('git clone -q --bare --single-branch --branch main . origin.git')
    calls = recordCalls(programs(), ['npm', 'sudo', 'gh'])
    await archive.publish([left('1.0')])
  })

  it('opens nothing on a night without news', async () => {
    expect(await night('first-night')).toEqual({ status: 0, asked: [], branches: ['main'] })
    expect(readFileSync(calls, 'utf8')).toMatch(/^npm install --global apt2ostree /)
  })

  it('opens a merge request with the difference as its text', async () => {
    await archive.publish([left('1.1')])
    const { status, asked, branches } = await night('second-night')
    const [, branch = ''] = branches
    expect({ status, branches }).toEqual({
      status: 0,
      branches: ['main', expect.stringMatching(/^packages\/[-\d]+$/)],
    })
    expect(asked).toEqual([
      `gh pr create --head ${branch} --title Update packages --body-file message.md`,
    ])
    const message = readFileSync(join(folder, 'second-night/message.md'), 'utf8')
    expect(message).toMatch(/^Update packages.*left.*1\.0.*1\.1.*- `group left \d+`\n$/s)
    expect(await inFolder(`git -C origin.git show ${branch}:image.lock`)).toContain('Version: 1.1')
  })

  it('fails, and pushes nothing, when the archive is away', async () => {
    const before = await inFolder('git -C origin.git branch')
    await archive.close()
    const { status, asked } = await night('third-night')
    expect(status).not.toBe(0)
    expect(asked).toEqual([])
    expect(await inFolder('git -C origin.git branch')).toBe(before)
  })
})
