import type { DescribedPackage } from '@apt2ostree/deb822'
import type { Dependency, PackageNode } from './dependency-graph.js'

/**
 * Returns the packages in the order in which apt unpacks those of a list: before one is unpacked, what it pre-depends
 * on is configured, and what that needs is unpacked and configured; so is what `immediate` ones need, which are configured
 * at once (SmartUnPack and SmartConfigure in apt's apt-pkg/packagemanager.cc, for a system without packages).
 */
export function simulateUnpacking<T extends DescribedPackage>(
  list: readonly PackageNode<T>[],
  immediate: ReadonlySet<PackageNode<T>>,
): PackageNode<T>[] {
  const simulation = new Simulation<T>()
  for (const node of list) simulation.unpack(node, immediate.has(node))
  return [...simulation.unpacked]
}

class Simulation<T extends DescribedPackage> {
  readonly unpacked = new Set<PackageNode<T>>()
  readonly #configured = new Set<PackageNode<T>>()
  /** Packages whose dependencies are being seen to: met again, they are in a circle. */
  readonly #busy = new Set<PackageNode<T>>()

  /** Unpacks a package that is not unpacked yet, and configures it where that is to be done at once. */
  unpack(node: PackageNode<T>, atOnce: boolean): void {
    if (this.unpacked.has(node)) return
    const isCircle = this.#busy.has(node)
    this.#untilNothingChanges(() => {
      let changed = false
      for (const { type, alternatives } of node.dependencies) {
        if (type !== 'Pre-Depends') continue
        for (const { nodes } of alternatives) {
          const target = nodes.find((each) => !(isCircle && this.#isBusyAndWaiting(each)))
          if (target === undefined) continue
          if (!this.#configured.has(target)) changed = this.#prepare(node, target) || changed
          break
        }
      }
      return changed
    })
    if (isCircle || this.unpacked.has(node)) return
    this.unpacked.add(node)
    if (atOnce) this.#configure(node)
  }

  /** Whether the package could be configured, with what it depends on. */
  #configure(node: PackageNode<T>): boolean {
    const isCircle = this.#busy.has(node)
    const waiting = new Set<Dependency<T>>()
    this.#untilNothingChanges(() => {
      let changed = false
      for (const dependency of node.dependencies) {
        const missing = dependency.alternatives
          .flatMap(({ nodes }) => nodes)
          .find((target) => !this.unpacked.has(target))
        if (missing === undefined || isCircle) waiting.add(dependency)
        else changed = this.#whileBusy(node, missing, () => this.unpack(missing, true)) || changed
      }
      return changed
    })
    let isDone = true
    this.#untilNothingChanges(() => {
      let changed = false
      isDone = true
      for (const { alternatives } of waiting) {
        const [target] = alternatives.flatMap(({ nodes }) =>
          nodes.filter((each) => this.unpacked.has(each)),
        )
        if (target === undefined || this.#configured.has(target)) continue
        if (isCircle && this.#busy.has(target)) continue
        let done = false
        changed =
          this.#whileBusy(node, target, () => {
            done = this.#configure(target)
          }) || changed
        if (!done) isDone = false
      }
      return changed && isDone
    })
    if (isDone && !isCircle) this.#configured.add(node)
    return isDone
  }

  #isBusyAndWaiting(node: PackageNode<T>): boolean {
    return this.#busy.has(node) && !this.unpacked.has(node)
  }

  #prepare(node: PackageNode<T>, target: PackageNode<T>): boolean {
    return this.#whileBusy(node, target, () => {
      if (this.unpacked.has(target)) this.#configure(target)
      else this.unpack(target, true)
    })
  }

  /** Whether what was done for `target` may have changed what else is to be done: NonLoopingSmart. */
  #whileBusy(node: PackageNode<T>, target: PackageNode<T>, act: () => void): boolean {
    const isOutermost = !this.#busy.has(node)
    if (isOutermost) this.#busy.add(node)
    act()
    if (isOutermost) this.#busy.delete(node)
    return !this.#busy.has(target)
  }

  #untilNothingChanges(step: () => boolean): void {
    for (let rounds = 0; step() && rounds < 5000; ) rounds += 1
  }
}
