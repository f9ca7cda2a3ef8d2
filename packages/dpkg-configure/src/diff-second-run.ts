import { type Checksum, diffTrees, textOf } from '@apt2ostree/ostree-repo'
import { type ConfigureTreeOptions, configureTree } from './configure-tree.js'

/**
 * Configures a tree once more, with its base, and returns the paths at which the result differs from `configured`,
 * the commit that an earlier run with the same options made; none where it is reproducible. No ref
 * is moved: the second commit is for the next prune. Throws as configureTree does.
 */
export async function diffSecondRun(
  options: Omit<ConfigureTreeOptions, 'branch'>,
  configured: Checksum,
): Promise<string[]> {
  const { repo } = options
  const second = await configureTree({ ...options, anew: true })
  const differences = diffTrees(repo, repo.readRoot(configured), repo.readRoot(second))
  return [...differences].map(({ entry }) => textOf(entry.path))
}
