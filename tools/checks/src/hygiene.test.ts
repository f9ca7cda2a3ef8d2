import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readJson, trackedFiles, workspaceRoot } from './workspace.js'

const isClone = spawnSync('git', ['rev-parse'], { cwd: workspaceRoot }).status === 0

/** The hosts that this machine's apt and npm take packages from. */
function registryHosts(): string[] {
  const folder = '/etc/apt/sources.list.d'
  const lists = ['/etc/apt/sources.list', ...(existsSync(folder) ? readdirSync(folder) : [])]
  const texts = lists.map((name) => join(folder, name)).filter(existsSync)
  const urls = [
    ...texts.flatMap((path) => readFileSync(path, 'utf8').match(/https?:\/\/[^\s]+/g) ?? []),
    execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim(),
  ]
  return [...new Set(urls.map((url) => new URL(url).hostname))]
}

it.skipIf(!isClone)(
  'names no package registry in any file (needs a clone, and git)',
  { timeout: 30_000 },
  () => {
    const hosts = registryHosts()
    const named = trackedFiles().flatMap((path) => {
      const text = readFileSync(join(workspaceRoot, path), 'latin1')
      return hosts.filter((host) => text.includes(host)).map((host) => `${path}: ${host}`)
    })
    expect(named).toEqual([])
  },
)

it('locks npm packages without download addresses', () => {
  const lock = readJson(join(workspaceRoot, 'package-lock.json')) as {
    packages: Record<string, { resolved?: string }>
  }
  const addresses = Object.values(lock.packages).filter(({ resolved }) => resolved?.includes('://'))
  expect(addresses).toEqual([])
})

it('starts no worker thread with the flags of the process, which may forbid its program', () => {
  const sources = trackedFiles().filter((path) =>
    /^packages\/[^/]+\/src\/.*(?<!\.test)\.ts$/.test(path),
  )
  const starts = sources.flatMap((path) => {
    const text = readFileSync(join(workspaceRoot, path), 'utf8')
    return [...text.matchAll(/new Worker\(.*$/gm)].map(([line]) => `${path}: ${line}`)
  })
  expect(starts.length).toBeGreaterThan(2)
  expect(starts.filter((start) => !start.includes('execArgv: []'))).toEqual([])
})
