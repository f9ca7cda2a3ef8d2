// Commits to the repo argv[2] under the ref argv[3], again and again, and prints each checksum.
import { setTimeout as delay } from 'node:timers/promises'
import { openRepo, TreeBuilder } from '../dist/index.js'

const [, , path, ref] = process.argv
const repo = openRepo(path)
const header = { uid: 0, gid: 0, mode: 0o100644, xattrs: [] }

for (let count = 0; ; count++) {
  const commit = await repo.transaction((tx) => {
    const tree = TreeBuilder.empty()
    for (let file = 0; file < 20; file++) {
      const content = Buffer.from(`${ref} ${count} ${file % 15}`)
      tree.addFile(`directory-${file % 4}/file-${file}`, tx.writeFile(header, content))
    }
    const { tree: rootTree, meta: rootMeta } = tree.write(tx)
    const parent = repo.readRef(ref)
    const written = tx.writeCommit({ rootTree, rootMeta, ...(parent ? { parent } : {}) })
    tx.setRef(ref, written)
    return written
  })
  console.log(commit)
  await delay(20 * (count % 5))
}
