import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { openRepo, type Repo } from '@apt2ostree/ostree-repo'
import type { Bench } from '../bench.js'
import { commitLayer } from '../commit-layer.js'
import { compareUnion } from '../union-comparison.js'

/** Union of many small layers, without fsync: 60,000 objects are written for it. */
const union: Bench = {
  name: 'union',
  async prepare(folder) {
    const path = join(folder, 'repo')
    execFileSync('ostree', ['init', `--repo=${path}`, '--mode=archive'])
    execFileSync('ostree', ['config', `--repo=${path}`, 'set', 'core.fsync', 'false'])
    const refs = Array.from({ length: 1000 }, (_, index) => refOf(index))
    await commitLayers(openRepo(path), refs)
    return [{ ...compareUnion(path, refs), cpuGoal: 0.7 }]
  },
}

/** Layers with as many files, in the same directories, as packages of Debian have on average. */
async function commitLayers(repo: Repo, refs: readonly string[]): Promise<void> {
  await repo.transaction((transaction) => {
    for (const [index, ref] of refs.entries()) {
      commitLayer(transaction, ref, pathsOf(`package${index}`))
    }
  })
}

function refOf(index: number): string {
  return `deb/pool/${(index % 256).toString(16).padStart(2, '0')}/${index}`
}

function pathsOf(name: string): string[] {
  const numbered = (folder: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${folder}/${name}-${index}`)
  return [
    ...numbered('usr/bin', 3),
    ...numbered('usr/lib/x86_64-linux-gnu', 4),
    ...numbered(`usr/lib/${name}/modules`, 15),
    ...numbered(`usr/share/${name}`, 10),
    ...numbered('usr/share/man/man1', 3),
    ...['de', 'fr', 'ja'].map((language) => `usr/share/locale/${language}/LC_MESSAGES/${name}.mo`),
    ...['copyright', 'changelog.Debian.gz'].map((file) => `usr/share/doc/${name}/${file}`),
    `etc/${name}/${name}.conf.dpkg-new`,
    ...['list', 'md5sums', 'postinst', 'conffiles'].map(
      (file) => `var/lib/dpkg/info/${name}.${file}`,
    ),
  ]
}

export default union
