import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const roots = [...children('packages'), ...children('tools'), 'e2e']

/** One project per workspace package; sources are tested without building them first. */
export default defineConfig({
  ssr: { resolve: { conditions: ['@apt2ostree/source', 'node', 'import', 'default'] } },
  test: {
    projects: roots.map((root) => ({
      extends: true as const,
      test: {
        name: packageName(root),
        root,
        include: ['{src,test}/**/*.test.ts'],
        hookTimeout: 60_000,
        globalSetup: root === 'e2e' ? ['src/install-tools.ts'] : [],
      },
    })),
  },
})

function children(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((root) => existsSync(`${root}/package.json`))
}

function packageName(root: string): string {
  return JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).name
}
