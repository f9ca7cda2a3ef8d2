import { defineCommand } from '@apt2ostree/cli-kit'
import { fetchPackages, formatPackagesStream } from '../fetch-packages.js'
import { archiveOptions, selectArchives } from './archive-options.js'

export const packages = defineCommand({
  name: 'packages',
  describe: 'Print the verified Packages of the archives',
  options: archiveOptions,
  examples: [
    'apt-index packages --arch amd64 | lockgen lock nginx -o nginx.lock',
    'apt-index packages | grep -c ^Package:',
  ],
  async run(args, context) {
    const { sources, architectures, context: fetching } = await selectArchives(args, context)
    const indexes = await fetchPackages(sources, architectures, fetching)
    for await (const chunk of formatPackagesStream(indexes)) await context.write(chunk)
  },
})
