import type { DescribedPackage } from '@apt2ostree/deb822'
import { arrangeList } from './arrange-list.js'
import {
  dependencyGraph,
  isEssential,
  type PackageNode,
  type UnpackSet,
} from './dependency-graph.js'
import { simulateUnpacking } from './simulate-unpacking.js'

/**
 * Returns the packages in the order in which apt would unpack them onto a system that has none, whatever order they are
 * given in: of what several packages bring, dpkg's outcome depends on it. Throws Deb822Error for a malformed relation.
 */
export function unpackOrder<T extends DescribedPackage>(set: UnpackSet<T>): T[] {
  const nodes = dependencyGraph(set)
  const immediate = immediateNodes(nodes)
  return simulateUnpacking(arrangeList(nodes, immediate), immediate).map(({ pkg }) => pkg)
}

/** Essential packages and all that they name as dependencies: pkgPackageManager::ImmediateAdd. */
function immediateNodes<T extends DescribedPackage>(
  nodes: readonly PackageNode<T>[],
): Set<PackageNode<T>> {
  const found = new Set(nodes.filter(({ pkg }) => isEssential(pkg)))
  for (const { dependencies } of found) {
    for (const { named } of dependencies.flatMap(({ alternatives }) => alternatives)) {
      if (named !== undefined) found.add(named)
    }
  }
  return found
}
