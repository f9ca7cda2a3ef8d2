import {
  type Alternative,
  type DescribedPackage,
  parseRelations,
  type Relation,
  satisfiesConstraint,
} from '@apt2ostree/deb822'

/** The packages that are to be unpacked onto an empty system. */
export interface UnpackSet<T extends DescribedPackage> {
  /** The native architecture. */
  readonly architecture: string
  readonly packages: readonly T[]
}

/** One alternative of a dependency. */
export interface Target<T extends DescribedPackage> {
  /** The packages of the set that satisfy it. */
  readonly nodes: readonly PackageNode<T>[]
  /** The package of the very name that it gives, whatever its version. */
  readonly named: PackageNode<T> | undefined
}

/** A relation of Pre-Depends or Depends. */
export interface Dependency<T extends DescribedPackage> {
  readonly type: DependencyType
  readonly alternatives: readonly Target<T>[]
}

/** A package with what it depends on: first what it pre-depends on. */
export interface PackageNode<T extends DescribedPackage> {
  readonly pkg: T
  dependencies: readonly Dependency<T>[]
}

const dependencyTypes = ['Pre-Depends', 'Depends'] as const
export type DependencyType = (typeof dependencyTypes)[number]

/** A package under one of its names, with the version that it has there. */
interface Offer<T extends DescribedPackage> {
  readonly node: PackageNode<T>
  readonly version: string | undefined
  readonly provided: boolean
}

/** Returns the packages, in the order of their names and architectures, with what of the set they depend on. */
export function dependencyGraph<T extends DescribedPackage>({
  architecture: native,
  packages,
}: UnpackSet<T>): PackageNode<T>[] {
  const nodes = packages.toSorted(byName).map((pkg): PackageNode<T> => ({ pkg, dependencies: [] }))
  const offers = offersByName(nodes)
  for (const node of nodes) {
    const target = (alternative: Alternative): Target<T> => {
      const known = (offers.get(alternative.name) ?? []).filter(
        ({ node: { pkg } }) =>
          pkg !== node.pkg && fitsArchitecture(node.pkg, pkg, alternative, native),
      )
      return {
        nodes: known.filter((offer) => satisfies(offer, alternative)).map((offer) => offer.node),
        named: known.find(({ provided }) => !provided)?.node,
      }
    }
    node.dependencies = dependencyTypes.flatMap((type) =>
      relationsOf(node.pkg, type).map((relation) => ({ type, alternatives: relation.map(target) })),
    )
  }
  return nodes
}

/** Returns the relations of a package's field. */
export function relationsOf({ stanza }: DescribedPackage, field: string): Relation[] {
  return parseRelations(stanza.get(field) ?? '')
}

/** Whether apt takes a package for essential: itself, too (pkgCacheGen::ForceEssential). */
export function isEssential({ name, stanza }: DescribedPackage): boolean {
  return stanza.get('Essential') === 'yes' || name === 'apt'
}

function offersByName<T extends DescribedPackage>(
  nodes: readonly PackageNode<T>[],
): Map<string, Offer<T>[]> {
  const offers = new Map<string, Offer<T>[]>()
  const add = (name: string, offer: Offer<T>) => {
    const known = offers.get(name)
    if (known === undefined) offers.set(name, [offer])
    else known.push(offer)
  }
  for (const node of nodes) add(node.pkg.name, { node, version: node.pkg.version, provided: false })
  // apt has providers in the reverse order of the index, which the archives sort by name.
  for (const node of nodes.toReversed()) {
    for (const { name, constraint } of relationsOf(node.pkg, 'Provides').flat()) {
      add(name, { node, version: constraint?.version, provided: true })
    }
  }
  return offers
}

function satisfies<T extends DescribedPackage>(
  { version }: Offer<T>,
  { constraint }: Alternative,
): boolean {
  if (constraint === undefined) return true
  return version !== undefined && satisfiesConstraint(version, constraint)
}

/** Whether a dependency of `parent` can mean `pkg`: see the Multi-Arch field in deb-control(5). */
function fitsArchitecture(
  parent: DescribedPackage,
  pkg: DescribedPackage,
  { qualifier }: Alternative,
  native: string,
): boolean {
  const [wanted, actual] = [parent, pkg].map(({ architecture }) =>
    architecture === 'all' ? native : architecture,
  )
  const multiArch = pkg.stanza.get('Multi-Arch')
  if (qualifier === 'any') return wanted === actual || multiArch === 'allowed'
  if (qualifier === undefined) return wanted === actual || multiArch === 'foreign'
  return actual === (qualifier === 'native' ? native : qualifier)
}

function byName(a: DescribedPackage, b: DescribedPackage): number {
  return compareText(a.name, b.name) || compareText(a.architecture, b.architecture)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
