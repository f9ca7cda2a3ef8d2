import type { DescribedPackage } from '@apt2ostree/deb822'
import {
  type DependencyType,
  isEssential,
  type PackageNode,
  relationsOf,
} from './dependency-graph.js'

/**
 * What is put before a package: `pre-depends` what it pre-depends on, `all` what it depends on too, `last` both for
 * what others brought in, and what it pre-depends on for the rest (DepUnPackCrit, DepUnPackPreD and DepUnPackPre in apt's
 * apt-pkg/orderlist.cc).
 */
type Following = 'pre-depends' | 'all' | 'last'

interface Pass {
  readonly following: Following
  /** Whether what a package depends on follows it where nothing else has brought it in: DepConfigure. */
  readonly configure: boolean
}

/** Of pkgOrderList::OrderUnpack. Its third pass does what the second does where nothing is removed. */
const passes: readonly Pass[] = [
  { following: 'pre-depends', configure: true },
  { following: 'pre-depends', configure: false },
  { following: 'pre-depends', configure: false },
  { following: 'last', configure: false },
]

/**
 * Returns the packages in the order in which apt goes through them, `immediate` being those it configures as soon as
 * they are unpacked: pkgOrderList::OrderUnpack in apt-pkg/orderlist.cc, for a system without packages.
 */
export function arrangeList<T extends DescribedPackage>(
  nodes: readonly PackageNode<T>[],
  immediate: ReadonlySet<PackageNode<T>>,
): PackageNode<T>[] {
  const score = new Map(nodes.map((node) => [node, scoreOf(node, immediate.has(node))]))
  const sorted = nodes.toSorted((a, b) => (score.get(b) ?? 0) - (score.get(a) ?? 0))
  return passes.reduce((list, pass) => runPass(list, pass, immediate), sorted)
}

const priorities: Readonly<Record<string, number>> = {
  required: 5,
  important: 4,
  standard: 3,
  optional: 1,
}

/** pkgOrderList::Score with its defaults. */
function scoreOf<T extends DescribedPackage>(
  { pkg }: PackageNode<T>,
  isImmediate: boolean,
): number {
  return (
    (isEssential(pkg) ? 200 : 0) +
    (isImmediate ? 10 : 0) +
    (relationsOf(pkg, 'Pre-Depends').length > 0 ? 50 : 0) +
    (priorities[pkg.stanza.get('Priority') ?? ''] ?? 0)
  )
}

/** pkgOrderList::DoRun and VisitNode. */
function runPass<T extends DescribedPackage>(
  list: readonly PackageNode<T>[],
  { following, configure }: Pass,
  immediate: ReadonlySet<PackageNode<T>>,
): PackageNode<T>[] {
  const added = new Set<PackageNode<T>>()
  const pending = new Set<PackageNode<T>>()
  const visit = (node: PackageNode<T>, inherited: Following, isTop: boolean) => {
    if (added.has(node) || pending.has(node)) return
    pending.add(node)
    const isImmediate = immediate.has(node)
    const own = isImmediate && inherited === 'pre-depends' ? 'all' : inherited
    const isFollowed = (type: DependencyType) =>
      type === 'Pre-Depends' || own === 'all' || (own === 'last' && (isImmediate || !isTop))
    for (const { type, alternatives } of node.dependencies) {
      if (!isFollowed(type)) continue
      for (const { nodes, named } of alternatives) {
        if (nodes.some((target) => added.has(target))) continue
        if (named !== undefined && (added.has(named) || pending.has(named))) continue
        const next = own === 'pre-depends' ? 'all' : own
        for (const target of nodes) visit(target, next, false)
      }
    }
    if (configure) {
      for (const { type, alternatives } of node.dependencies) {
        if (type !== 'Depends') continue
        for (const target of alternatives.flatMap(({ nodes }) => nodes)) visit(target, own, false)
      }
    }
    pending.delete(node)
    added.add(node)
  }
  for (const node of list) visit(node, following, true)
  return [...added]
}
