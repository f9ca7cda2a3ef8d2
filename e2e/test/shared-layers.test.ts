import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { expect } from 'vitest'
import { out } from '../src/run.js'
import { serveSmallArchive } from '../src/small-archive.js'

const { it } = needs('ostree')

it('takes the layers that another repo has from there, and fetches no .deb', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shared-layers-'))
  const inFolder = (line: string) => out(line, { cwd: folder })
  const archive = await serveSmallArchive(folder)
  try {
    await inFolder(
      `apt-index packages --arch amd64 --cache-dir cache --source '${archive.source}' |
        lockgen lock left --arch amd64 --no-essential --no-required -o left.lock`,
    )
    await inFolder('ostree-repo init --repo builder --mode archive')
    const unpack = `deb2ostree unpack --lock left.lock --mirror ${archive.server.uri}`
    const layers = await inFolder(`${unpack} --repo builder`)
    await archive.server.close()

    await inFolder('ostree-repo init --repo repo')
    await inFolder('ostree --repo=repo remote add --no-gpg-verify builder file://$PWD/builder')
    await inFolder(
      'deb2ostree refs --lock left.lock | xargs ostree --repo=repo pull --mirror builder',
    )
    expect(await inFolder(`${unpack} --repo repo`)).toBe(layers)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
