import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const roots = [...children('packages'), ...children('tools'), 'e2e']

/** One project per workspace package; sources are tested without building them first. */
export default defineConfig({
  ssr: { resolve: { conditions: ['@apt2ostree/source', 'node', 'import', 'default'] } },
  test: {
    projects: [
      ...roots.map((root) => project(packageName(root), root, '{src,test}/**/*.test.ts')),
      // minutes long: `npm run test:boot`
      project('@apt2ostree/e2e-boot', 'e2e', 'boot/*.test.ts'),
      // a kernel and a desktop, half a gigabyte of packages: `npm run test:desktop`
      project('@apt2ostree/e2e-desktop', 'e2e', 'desktop/*.test.ts'),
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
      // most of their time other programs work, one after another
      ...(root === 'e2e' && { maxWorkers: 2 }),
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
