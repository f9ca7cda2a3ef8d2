import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { out, sh } from '../src/run.js'

const text = (name: string, version: string) => ({
  fields: { Package: name, Version: version },
  files: [{ path: `./usr/share/${name}`, content: `${name} ${version}\n` }],
})

/** Issue 8, "What must be seen": the same with both, on an archive that gets a new package. */
describe.each([
  { program: 'ninja', generate: 'apt2ostree ninja -o build.ninja', build: 'ninja -v' },
  { program: 'make', generate: 'apt2ostree make -o images.mk', build: 'make -f images.mk -j2' },
])('$program', { timeout: 300_000 }, ({ generate, build }) => {
  let folder: string
  let archive: ChangingArchive
  const inFolder = (line: string) => out(line, { cwd: folder })
  const ref = (name: string) => inFolder(`ostree --repo=repo rev-parse ${name}`)
  /** Builds, and returns which tools ran: a line each, in whatever order. */
  const run = async (target = '') => {
    const log = await inFolder(`${build} ${target} 2>&1`)
    const tools =
      /apt2ostree lock --check|deb2ostree unpack|ostree-union|dpkg-configure|apt2ostree commit/
    return log.split('\n').flatMap((line) => tools.exec(line)?.[0] ?? [])
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'graph-'))
    archive = await serveChangingArchive(folder)
    await archive.publish([text('left', '1.0'), text('right', '1.0')])
    for (const name of ['left', 'right']) {
      const image = {
        ref: `os/${name}`,
        required: false,
        packages: [name],
        sources: [archive.source],
      }
      writeFileSync(join(folder, `${name}.yaml`), `${JSON.stringify(image)}\n`)
    }
    await inFolder('apt2ostree lock left.yaml right.yaml')
    await inFolder(`${generate} left.yaml right.yaml`)
  }, 300_000)
  afterAll(async () => {
    await archive.close()
    rmSync(folder, { recursive: true })
  })

  it('makes both images from clean, and then has nothing to do', async () => {
    expect((await run()).sort()).toEqual(
      [
        'apt2ostree lock --check',
        'deb2ostree unpack',
        'ostree-union',
        'dpkg-configure',
        'apt2ostree commit',
      ]
        .flatMap((tool) => [tool, tool])
        .sort(),
    )
    expect(await inFolder('ostree --repo=repo cat os/left /usr/share/left')).toBe('left 1.0')
    expect(await run()).toEqual([])
  })

  it('stops at the check when image.yaml changes without a change of meaning', async () => {
    await inFolder('echo "# a comment" >> left.yaml')
    expect(await run()).toEqual(['apt2ostree lock --check'])
    expect(await run()).toEqual([])
  })

  it('fetches one package and makes one image when one package is new', async () => {
    const [left, right] = [await ref('os/left'), await ref('os/right')]
    await archive.publish([text('left', '1.1'), text('right', '1.0')])
    await inFolder(`${build} update-lockfiles`)
    const before = archive.requests.length
    const tools = await run()
    expect(tools.filter((tool) => tool === 'dpkg-configure')).toHaveLength(1)
    expect(tools.filter((tool) => tool === 'ostree-union')).toHaveLength(1)
    const debs = archive.requests.slice(before).filter((path) => path.endsWith('.deb'))
    expect(debs).toEqual(['pool/main/l/left/left_1.1_all.deb'])
    expect(await ref('os/left^')).toBe(left)
    expect(await ref('os/right')).toBe(right)
  })

  it('makes a ref again that was deleted, with the same value', async () => {
    const before = await ref('os/left')
    const unpacked = await ref('deb/images/left/unpacked')
    await inFolder('rm repo/refs/heads/deb/images/left/unpacked')
    expect(await run()).toContain('ostree-union')
    expect(await ref('deb/images/left/unpacked')).toBe(unpacked)
    expect(await ref('os/left')).toBe(before)
    expect(await run()).toEqual([])
  })

  it('comes to the same after it was killed in the middle', async () => {
    const configured = await ref('deb/images/right/configured')
    await inFolder('rm repo/refs/heads/deb/images/right/configured')
    await sh(`timeout --signal=KILL 2 ${build}`, { cwd: folder })
    await run()
    expect(await ref('deb/images/right/configured')).toBe(configured)
    expect(await run()).toEqual([])
  })

  it('says what to do when a lockfile does not fit its image', async () => {
    await inFolder(`sed -i 's/"packages":/"recommends":true,"packages":/' left.yaml`)
    const { status, stdout, stderr } = await sh(build, { cwd: folder })
    expect(status).not.toBe(0)
    expect(stdout + stderr).toContain('run: apt2ostree lock left.yaml')
  })
})
