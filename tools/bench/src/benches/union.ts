import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { initRepo, type Repo, S_IFDIR, S_IFREG, TreeBuilder } from '@apt2ostree/ostree-repo'
import type { Bench } from '../bench.js'
import type { Comparison } from '../compare.js'

const owner = { uid: 0, gid: 0, xattrs: [] }

/** Union of many layers, against what `ostree commit` does with the same refs. */
const union: Bench = {
  name: 'union',
  async prepare(folder) {
    const repo = initRepo(join(folder, 'repo'), 'archive')
    const refs = Array.from({ length: 1000 }, (_, index) => refOf(index))
    await commitLayers(repo, refs)
    return [unionOf(unpackNginx(folder)), { ...unionOf({ repo: repo.path, refs }), cpuGoal: 0.7 }]
  },
}

interface Layers {
  readonly repo: string
  readonly refs: readonly string[]
}

function unionOf({ repo, refs }: Layers): Comparison {
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

/** The layers of nginx and of what it needs, with their database. */
function unpackNginx(folder: string): Layers {
  const lines = [
    'apt-index packages | lockgen lock nginx -o nginx.lock',
    'deb2ostree unpack --repo nginx --lock nginx.lock --pool pool',
  ]
  const options = { cwd: folder, encoding: 'utf8' } as const
  const printed = execFileSync('bash', ['-o', 'pipefail', '-ec', lines.join('\n')], options)
  const refs = printed
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t', 1).join())
  return { repo: join(folder, 'nginx'), refs }
}

/** Layers with as many files, in the same directories, as packages of Debian have on average. */
async function commitLayers(repo: Repo, refs: readonly string[]): Promise<void> {
  await repo.transaction((transaction) => {
    for (const [index, ref] of refs.entries()) {
      const builder = TreeBuilder.empty({ ...owner, mode: S_IFDIR | 0o755 })
      for (const path of pathsOf(`package${index}`)) {
        const header = { ...owner, mode: S_IFREG | 0o644 }
        builder.addFile(path, transaction.writeFile(header, Buffer.from(path)))
      }
      const { tree, meta } = builder.write(transaction)
      transaction.setRef(ref, transaction.writeCommit({ rootTree: tree, rootMeta: meta }))
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
