import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { initRepo, type Repo, S_IFDIR, S_IFREG, TreeBuilder } from '@apt2ostree/ostree-repo'
import type { Bench } from '../bench.js'

const owner = { uid: 0, gid: 0, xattrs: [] }

/** Union of many layers, against what `ostree commit` does with the same refs. */
const union: Bench = {
  name: 'union',
  async prepare(folder) {
    const counts = [113, 1000]
    const repo = initRepo(join(folder, 'repo'), 'archive')
    await commitLayers(repo, Math.max(...counts))
    return counts.map((count) => {
      const refs = Array.from({ length: count }, (_, index) => refOf(index))
      const list = join(folder, `refs-${count}`)
      writeFileSync(list, refs.join('\n'))
      const trees = refs.map((ref) => `--tree=ref=${ref}`).join(' ')
      return {
        what: `union of ${count} refs`,
        ours: {
          name: 'ostree-union',
          run: `ostree-union --repo ${repo.path} --branch ours < ${list}`,
        },
        peer: {
          name: 'ostree commit',
          run: `ostree --repo=${repo.path} commit --orphan --no-bindings --timestamp=@0 ${trees}`,
        },
        goal: 0.25,
      }
    })
  },
}

/** Layers with as many files, in the same directories, as packages of Debian have on average. */
async function commitLayers(repo: Repo, count: number): Promise<void> {
  await repo.transaction((transaction) => {
    for (let index = 0; index < count; index++) {
      const builder = TreeBuilder.empty({ ...owner, mode: S_IFDIR | 0o755 })
      for (const path of pathsOf(`package${index}`)) {
        const header = { ...owner, mode: S_IFREG | 0o644 }
        builder.addFile(path, transaction.writeFile(header, Buffer.from(path)))
      }
      const { tree, meta } = builder.write(transaction)
      transaction.setRef(refOf(index), transaction.writeCommit({ rootTree: tree, rootMeta: meta }))
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
