import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { type ExportedLayer, type ExportOptions, exportImage } from '../export-image.js'
import { parseContainerSettings, parsePlatform } from '../image-config.js'
import { DEFAULT_LAYERS } from '../layers/plan-layers.js'
import { archiveLayout } from '../layout/archive.js'
import { compressions } from '../layout/compress.js'
import { openOrInitLayout } from '../layout/layout.js'
import { repoOption } from './repo-option.js'

/** Writes the tree of a commit as a container image and prints the digest of its manifest. */
export const exportCommand = defineCommand({
  name: 'export',
  operands: '<rev>',
  describe: 'Write the tree of a commit as a container image, and print the digest of its manifest',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'Commit of a configured tree' },
  },
  options: {
    repo: repoOption,
    output: {
      type: 'string',
      alias: 'o',
      demandOption: true,
      describe:
        'An image layout: a folder, an archive called NAME.tar, or - for an archive on standard output',
    },
    tag: { type: 'string', default: 'latest', describe: 'The name of the image in the layout' },
    replace: {
      type: 'boolean',
      default: false,
      describe: 'Move the tag where the layout has it for another image',
    },
    'max-layers': {
      type: 'number',
      default: DEFAULT_LAYERS,
      describe: 'How many layers at most; fewer than 4 there never are',
    },
    compress: { choices: compressions, default: 'gzip', describe: 'How layers are compressed' },
    platform: {
      type: 'string',
      describe: 'OS/ARCHITECTURE[/VARIANT], instead of what the packages are for',
    },
    config: {
      type: 'string',
      describe:
        'JSON with entrypoint, cmd, env, user, workdir, exposed-ports, volumes, labels, stop-signal',
    },
    jobs: {
      type: 'number',
      describe: 'How many layers to compress at a time (default: one a core)',
    },
  },
  examples: [
    'ostree-oci export --repo repo os/debian/nginx -o image && skopeo copy oci:image:latest docker://localhost:5000/nginx',
    'ostree-oci export --repo repo os/debian/nginx -o - | podman load',
  ],
  async run(options, context) {
    const { repo, rev, output, tag, replace, compress, platform, config, jobs } = options
    const settings =
      config === undefined ? {} : parseContainerSettings(await readFile(config, 'utf8'), config)
    const request: Omit<ExportOptions, 'layout'> = {
      ...{ repo: openRepo(repo), rev, tag, replace, settings, compression: compress },
      maxLayers: options['max-layers'],
      signal: context.signal,
      ...(platform !== undefined && { platform: parsePlatform(platform) }),
      ...(jobs !== undefined && { jobs }),
      onLayer: ({ name, size, isNew }: ExportedLayer) =>
        context.verbose(`${isNew ? 'new' : 'kept'}\t${size}\t${name}`),
    }
    if (output !== '-' && !output.endsWith('.tar')) {
      const { digest } = await exportImage({ ...request, layout: await openOrInitLayout(output) })
      await context.print(digest)
      return
    }
    const beside = output === '-' ? tmpdir() : dirname(output)
    const folder = await mkdtemp(join(beside, `.${basename(output)}-`))
    try {
      const layout = await openOrInitLayout(folder)
      const { digest } = await exportImage({ ...request, layout })
      await context.writeOutput(output, archiveLayout(layout))
      if (output === '-') context.note(digest)
      else await context.print(digest)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})
