import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { parsePlatform } from '../image-config.js'
import { importImage } from '../import-image.js'
import { extractArchive } from '../layout/archive.js'
import { openLayout } from '../layout/layout.js'
import { repoOption } from './repo-option.js'

/** Writes a container image as a commit and prints its checksum. */
export const importCommand = defineCommand({
  name: 'import',
  operands: '<layout>',
  describe: 'Write a container image as a commit, and print its checksum',
  positionals: {
    layout: {
      type: 'string',
      demandOption: true,
      describe:
        'An image layout: a folder, an archive of one, or - for an archive on standard input',
    },
  },
  options: {
    repo: repoOption,
    branch: { type: 'string', demandOption: true, describe: 'Ref to move to the new commit' },
    tag: { type: 'string', describe: 'The image, where the layout has several' },
    platform: { type: 'string', describe: 'OS/ARCHITECTURE, of an image for several machines' },
  },
  examples: [
    'ostree-oci import image --repo repo --branch imported/nginx',
    'skopeo copy docker://localhost:5000/nginx oci-archive:nginx.tar && ostree-oci import nginx.tar --repo repo --branch nginx',
  ],
  async run({ layout, repo, branch, tag, platform }, context) {
    const request = {
      ...{ repo: openRepo(repo), branch, tag, signal: context.signal },
      ...(platform !== undefined && { platform: parsePlatform(platform) }),
      onLayer: (index: number, total: number) => context.progress('layers', index, total),
    }
    const isFolder = layout !== '-' && (await stat(layout)).isDirectory()
    if (isFolder) {
      await context.print(await importImage({ ...request, layout: await openLayout(layout) }))
      return
    }
    const folder = await mkdtemp(join(tmpdir(), 'ostree-oci-'))
    try {
      const extracted = await extractArchive(context.openInput(layout), folder)
      await context.print(await importImage({ ...request, layout: extracted }))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})
