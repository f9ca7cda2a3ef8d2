import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath, readJson, readPackages, workspaceRoot } from './workspace.js'

const packages = readPackages()
const folderOf = new Map(packages.map(({ manifest, folder }) => [manifest.name, folder]))

describe.each(packages)('$folder', ({ folder, manifest }) => {
  it('has the manifest that every package has', () => {
    expect(manifest).toMatchObject({
      name: folder === 'apt2ostree' ? folder : `@apt2ostree/${folder}`,
      license: 'MIT',
      type: 'module',
      engines: { node: '>=20.19' },
      exports: {
        '.': {
          '@apt2ostree/source': './src/index.ts',
          types: './dist/index.d.ts',
          default: './dist/index.js',
        },
        './package.json': './package.json',
      },
    })
    expect(manifest.scripts ?? {}).toEqual({})
  })

  it('references the projects it depends on', () => {
    const config = readJson(packagePath(folder, 'tsconfig.lib.json')) as {
      references?: { path: string }[]
    }
    const internal = Object.keys(manifest.dependencies ?? {})
      .map((name) => folderOf.get(name))
      .filter((name) => name !== undefined)
    expect((config.references ?? []).map(({ path }) => path).sort()).toEqual(
      internal.map((name) => `../${name}/tsconfig.lib.json`).sort(),
    )
  })

  it('ships three-line programs that can be run', () => {
    for (const [name, path] of Object.entries(manifest.bin ?? {})) {
      const file = packagePath(folder, path)
      expect(path).toBe(`./bin/${name}.js`)
      expect(readFileSync(file, 'utf8')).toBe(
        "#!/usr/bin/env node\nimport { main } from '../dist/cli.js'\n\nawait main(process.argv.slice(2))\n",
      )
      expect(statSync(file).mode & 0o111).toBe(0o111)
    }
  })

  it('is shown in the README and in the house of CONTRIBUTING', () => {
    const pages = ['README.md', 'CONTRIBUTING.md'].map((name) =>
      readFileSync(join(workspaceRoot, name), 'utf8'),
    )
    expect(pages[0]).toContain(`[${folder}](packages/${folder})`)
    expect(pages[1]).toMatch(new RegExp(`^\\| \\S+ \\| .*\\b${folder}\\b.*\\|$`, 'm'))
  })

  it('says its one job, and nothing else, in its README', () => {
    const readme = readFileSync(packagePath(folder, 'README.md'), 'utf8')
    const [title, , ...rest] = readme.split('\n')
    expect(title).toBe(`# ${manifest.name}`)
    expect(rest.join(' ').split(/\.\s/)[0]).toContain('and nothing else')
  })
})
