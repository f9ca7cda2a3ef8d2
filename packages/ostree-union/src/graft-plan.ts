import { posix } from 'node:path'
import type { Checksum } from '@apt2ostree/ostree-repo'
import type { DirClaim } from './directory-claims.js'

/** A layer's directory whose content goes elsewhere, because a symlink stands in its place. */
export interface Graft {
  readonly layer: number
  readonly tree: Checksum
  readonly from: string
  readonly to: string
}

/** Which directories of which layers move where, for one pass over the layers. */
export class GraftPlan {
  readonly #grafts: readonly Graft[]
  readonly #touched = new Set<string>()
  readonly #arrived = new Set<Graft>()

  constructor(grafts: readonly Graft[]) {
    this.#grafts = grafts
    for (const { from, to } of grafts) {
      for (const path of [from, to]) {
        for (let at = path; at !== '/'; at = posix.dirname(at)) this.#touched.add(at)
      }
    }
    if (grafts.length > 0) this.#touched.add('')
  }

  /** Whether a move starts or ends at `path` or below it. */
  touches(path: string): boolean {
    return this.#touched.has(path)
  }

  /** The claims on the directory at `path` after the moves from and to there. */
  apply(path: string, claims: readonly DirClaim[]): DirClaim[] {
    if (!this.touches(path)) return [...claims]
    const arriving = this.#grafts.filter(({ to }) => to === path)
    for (const graft of arriving) this.#arrived.add(graft)
    const leaving = new Set(
      this.#grafts.filter(({ from }) => from === path).map(({ layer, tree }) => `${layer} ${tree}`),
    )
    return [...claims, ...arriving.map(({ layer, tree }) => ({ layer, tree }))].filter(
      ({ layer, tree }) => !leaving.has(`${layer} ${tree}`),
    )
  }

  /** A move whose end the pass never came to: following it would lose content. */
  lost(): Graft | undefined {
    return this.#grafts.find((graft) => !this.#arrived.has(graft))
  }
}

/** Whether `graft` brings content back to where one of `earlier` took it away. */
export function closesCircle(graft: Graft, earlier: readonly Graft[]): boolean {
  return earlier.some(
    ({ layer, tree, from }) => layer === graft.layer && tree === graft.tree && from === graft.to,
  )
}
