import { writeFileSync } from 'node:fs'
import type { Comparison } from './compare.js'

/** Union of the refs of a repo, against what `ostree commit` does with them. */
export function compareUnion(repo: string, refs: readonly string[]): Comparison {
  const list = `${repo}-refs`
  writeFileSync(list, refs.join('\n'))
  const trees = refs.map((ref) => `--tree=ref=${ref}`).join(' ')
  return {
    what: `union of ${refs.length} refs`,
    ours: {
      name: 'ostree-union',
      run: `ostree-union --repo ${repo} --branch ours < ${list}`,
    },
    peer: {
      name: 'ostree commit',
      run: `ostree --repo=${repo} commit --orphan --no-bindings --timestamp=@0 ${trees}`,
    },
    goal: 0.25,
  }
}
