import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const roots = [...children('packages'), ...children('tools'), 'e2e']

/** The tests that take longest, in that order. */
const longest = [
  'faithful-servers',
  'faithful-mail',
  'faithful-diversions',
  'faithful',
  'graph-make',
  'graph-ninja',
  'real-debs',
  'examples',
  'flow',
  'reproducible',
  'build-disk',
  'update-loop',
  'base',
]

/** Starts what takes long first, so that no core is idle in the end while another is at work. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const rank = ({ moduleId, project }: TestSpecification) => {
      const at = longest.indexOf(basename(moduleId, '.test.ts'))
      if (at >= 0) return at
      return project.name === '@apt2ostree/e2e' ? longest.length : longest.length + 1
    }
    return [...files].sort((a, b) => rank(a) - rank(b))
  }
}

/** One project per workspace package; sources are tested without building them first. */
export default defineConfig({
  ssr: { resolve: { conditions: ['@apt2ostree/source', 'node', 'import', 'default'] } },
  test: {
    // vitest would leave a core to itself
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      ...roots.map((root) => project(packageName(root), root, '{src,test}/**/*.test.ts')),
      // minutes long: `npm run test:boot`
      project('@apt2ostree/e2e-boot', 'e2e', 'boot/*.test.ts'),
      // minutes long: `npm run test:kills`
      project('@apt2ostree/e2e-kills', 'e2e', 'kills/*.test.ts'),
      // a kernel and a desktop, half a gigabyte of packages: `npm run test:desktop`
      project('@apt2ostree/e2e-desktop', 'e2e', 'desktop/*.test.ts'),
      // disks that fill and die, networks that lie: `npm run test:faults`
      project('@apt2ostree/e2e-faults', 'e2e', 'faults/*.test.ts'),
      // a hundred builds at once, a package of 3 GiB: `npm run test:load`
      project('@apt2ostree/e2e-load', 'e2e', 'load/*.test.ts'),
      // every release of Debian and Ubuntu: `npm run test:suites`
      project('@apt2ostree/e2e-suites', 'e2e', 'suites/*.test.ts'),
    ],
  },
})

function project(name: string, root: string, include: string) {
  const globalSetup = root === 'e2e' ? ['src/install-tools.ts'] : []
  return {
    extends: true as const,
    // a test says when it must be quick; this is for those that hang
    test: {
      name,
      root,
      include: [include],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      globalSetup,
    },
  }
}

function children(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((root) => existsSync(`${root}/package.json`))
}

function packageName(root: string): string {
  return JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).name
}
