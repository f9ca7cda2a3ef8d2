import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from './changing-archive.js'
import { killInTheMiddle } from './kill-in-the-middle.js'
import { out, sh } from './run.js'

const text = (name: string, version: string) => ({
  fields: { Package: name, Version: version },
  files: [{ path: `./usr/share/${name}`, content: `${name} ${version}\n` }],
})

/** The tools of a build, in the order of its steps. */
const steps = [
  'apt2ostree lock --check',
  'deb2ostree unpack',
  'ostree-union',
  'dpkg-configure',
  'apt2ostree finalize',
  'apt2ostree commit',
]
const anyStep = new RegExp(steps.join('|'))

/** The refs of an image on the way to its own. */
const stepsOf = (name: string) =>
  ['unpacked', 'configured', 'finalized'].map((step) => `deb/images/${name}/${step}`)

/** A program that carries out a build graph, and the command lines that write and run it. */
export interface GraphProgram {
  readonly program: 'ninja' | 'make'
  readonly generate: string
  readonly build: string
}

/** Tests what a program makes of the graph of two images, on an archive that gets a new package. */
export function describeGraph({ program, generate, build }: GraphProgram): void {
  const { describe, it } = needs(program, 'ostree', 'sandbox', 'apt sources')
  describe(program, { timeout: 300_000 }, () => {
    let folder: string
    let archive: ChangingArchive
    const inFolder = (line: string) => out(line, { cwd: folder })
    const ref = (name: string) => inFolder(`ostree --repo=repo rev-parse ${name}`)
    /** Builds, and returns which tools ran: a line each, in whatever order. */
    const run = async (target = '') => {
      const log = await inFolder(`${build} ${target} 2>&1`)
      return log.split('\n').flatMap((line) => anyStep.exec(line)?.[0] ?? [])
    }

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'graph-'))
      archive = await serveChangingArchive(folder)
      await archive.publish([text('left', '1.0'), text('right', '1.0')])
      writeFileSync(join(folder, 'pins'), 'Package: none\nPin: version *\nPin-Priority: 990\n')
      for (const name of ['left', 'right']) {
        const image = {
          ref: `os/${name}`,
          required: false,
          packages: [name],
          preferences: ['pins'],
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

    it('makes both images at once from clean, and then has nothing to do', async () => {
      expect((await run()).sort()).toEqual(steps.flatMap((tool) => [tool, tool]).sort())
      expect(await inFolder('ostree --repo=repo cat os/left /usr/share/left')).toBe('left 1.0')
      expect(await run()).toEqual([])
      if (program === 'ninja') expect(await inFolder(build)).toContain('no work to do')
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
      expect(await run()).toEqual(steps)
      const debs = archive.requests.slice(before).filter((path) => path.endsWith('.deb'))
      expect(debs).toEqual(['pool/main/l/left/left_1.1_all.deb'])
      expect(await ref('os/left^')).toBe(left)
      expect(await ref('os/right')).toBe(right)
      expect(await run()).toEqual([])
    })

    it.each(['unpacked', 'configured', 'finalized'])(
      'makes the %s ref again when it was deleted, and no other one',
      async (step) => {
        const times = () =>
          inFolder(
            `cd repo/refs/heads && stat -c '%n %y' os/* ${['left', 'right'].flatMap(stepsOf).join(' ')}`,
          )
        const others = (text: string) => text.split('\n').filter((line) => !line.includes(deleted))
        const deleted = `deb/images/left/${step}`
        const [value, before] = [await ref(deleted), await times()]
        await inFolder(`rm repo/refs/heads/${deleted}`)
        const tools = await run()
        expect(tools.length).toBeLessThanOrEqual(2)
        expect(await ref(deleted)).toBe(value)
        expect(others(await times())).toEqual(others(before))
        expect(await run()).toEqual([])
      },
    )

    it('comes to the same after it was killed again and again', async () => {
      const refs = () => Promise.all(['left', 'right'].flatMap(stepsOf).map(ref))
      const before = await refs()
      await inFolder('rm -r repo .apt2ostree')
      for (const tool of ['deb2ostree', 'dpkg-configure']) {
        await killInTheMiddle(build, { cwd: folder, program: tool, afterMs: 300 })
      }
      await run()
      expect(await refs()).toEqual(before)
      await inFolder('ostree --repo=repo fsck --quiet')
      expect(await run()).toEqual([])
    })

    it.each([
      { summary: 'preferences', file: 'pins', change: 's/990/991/' },
      {
        summary: 'image.yaml',
        file: 'left.yaml',
        change: 's/"packages":/"recommends":true,"packages":/',
      },
    ])('says what to do when a lockfile does not fit $summary', async ({ file, change }) => {
      await inFolder(`cp ${file} before && sed -i '${change}' ${file}`)
      const { status, stdout, stderr } = await sh(build, { cwd: folder })
      expect(status).not.toBe(0)
      expect(stdout + stderr).toContain('run: apt2ostree lock left.yaml')
      await inFolder(`mv before ${file} && touch ${file}`)
      expect(new Set(await run())).toEqual(new Set(['apt2ostree lock --check']))
    })
  })
}
