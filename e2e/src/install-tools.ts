import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with the installed programs. */
    toolsPath: string
    /** A folder for the .debs that all tests of a run fetch: each is fetched once. */
    poolPath: string
  }
}

const workspaceRoot = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Packs every package and installs the tarballs under a folder of their own, so that the tests run
 * what people get from npm, and so that any user may run it.
 */
export default function installTools(project: TestProject): () => void {
  const prefix = mkdtempSync('/var/tmp/apt2ostree-e2e-')
  chmodSync(prefix, 0o755)
  const npm = (args: string[]) =>
    execFileSync('npm', args, { cwd: workspaceRoot, stdio: ['ignore', 'ignore', 'inherit'] })
  const quiet = ['--silent', '--ignore-scripts']
  const packages = readdirSync(join(workspaceRoot, 'packages')).map((name) => `./packages/${name}`)
  npm(['pack', ...quiet, '--pack-destination', prefix, ...packages])
  const tarballs = readdirSync(prefix).map((name) => join(prefix, name))
  writeFileSync(join(prefix, 'package.json'), '{}')
  npm(['install', ...quiet, '--prefer-offline', '--prefix', prefix, ...tarballs])
  project.provide('toolsPath', join(prefix, 'node_modules/.bin'))
  const pool = join(prefix, 'pool')
  mkdirSync(pool)
  // plain users fetch into it, too
  chmodSync(pool, 0o1777)
  project.provide('poolPath', pool)
  return () => rmSync(prefix, { recursive: true })
}
