import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { dataTar, readTar, type TarEntry } from '@apt2ostree/deb-ar'
import { importDebs } from '@apt2ostree/deb2ostree'
import { importDirectory, importTar, initRepo, type Repo } from '@apt2ostree/ostree-repo'
import { needs } from '@apt2ostree/testkit/needs'
import { readTreeLiteral, type TreeLiteral } from '@apt2ostree/testkit/tree'
import { afterAll, beforeAll, expect } from 'vitest'
import { out } from '../src/run.js'

const { it } = needs('root', 'apt sources', 'apt-get', 'dpkg', 'dpkg-deb', 'ostree', 'ar')

/** Small packages of the host's own archive that together have all that a package can have. */
const names =
  `base-files base-passwd bsdutils passwd login mount util-linux sudo at cron openssh-client
  ca-certificates e2fsprogs perl-base git tzdata man-db plocate coreutils dash grep sed gzip tar libc-bin
  libc6 hostname findutils diffutils ncurses-term dbus screen netbase python3-pkg-resources`
    .trim()
    .split(/\s+/)

/** Aliases that the root has before dpkg unpacks anything: a merged /usr. */
const aliases = ['bin', 'lib', 'lib64', 'sbin']

let folder: string
let debs: string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'real-debs-'))
  await out(`apt-get -o APT::Sandbox::User=root -qq download ${names.join(' ')}`, { cwd: folder })
  debs = readdirSync(folder).map((name) => join(folder, name))
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true }), 300_000)

it('has real .debs with all that is hard to get right', async () => {
  const traits: Record<string, (entry: TarEntry) => boolean> = {
    setuid: ({ mode }) => (mode & 0o4000) !== 0,
    setgid: ({ mode }) => (mode & 0o2000) !== 0,
    'hard link': ({ type }) => type === 'link',
    symlink: ({ type }) => type === 'symlink',
    'empty file': ({ type, size }) => type === 'file' && size === 0,
    'name beyond ASCII': ({ name }) => /[\x80-\xff]/.test(name),
    'owner other than root': ({ uid, gid }) => uid !== 0 || gid !== 0,
  }
  const missing = new Set(Object.keys(traits))
  for (const deb of debs) {
    for await (const entry of readTar(dataTar(createReadStream(deb)))) {
      for (const trait of missing) if (traits[trait]?.(entry)) missing.delete(trait)
    }
  }
  expect(debs.length).toBeGreaterThanOrEqual(30)
  expect([...missing]).toEqual([])
}, 300_000)

/** Stock ostree takes a bare 0 for midnight today; @0 is the epoch. */
it('gives the commit that stock ostree makes of each data.tar', async () => {
  const repo = initRepo(join(folder, 'ours'))
  const stock = initRepo(join(folder, 'stock'))
  const tar = join(folder, 'data.tar')
  const commits = await repo.transaction(async (tx) => {
    const imported: [string, string][] = []
    for (const deb of debs) {
      const root = await importTar(tx, dataTar(createReadStream(deb)))
      imported.push([deb, tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta })])
    }
    return imported
  })
  for (const [deb, commit] of commits) {
    await out(`dpkg-deb --fsys-tarfile ${deb} > ${tar}`)
    const expected = await out(
      `ostree --repo=${stock.path} commit --tree=tar=${tar} --no-bindings --orphan --timestamp=@0 --fsync=no`,
    )
    expect({ deb, commit }).toEqual({ deb, commit: expected })
  }
}, 300_000)

it('leaves on disk what dpkg --unpack leaves', async () => {
  const repo = initRepo(join(folder, 'layers'))
  const layers = await importDebs(repo, debs, { jobs: 2, usrMerge: true })
  const trees = layers.map(({ commit }) => {
    const { rootTree: tree, rootMeta: meta } = repo.readCommit(commit)
    return readTreeLiteral(repo, { tree, meta })
  })
  const expected = await unpackWithDpkg(repo)
  expect(comparable(Object.assign({}, ...trees))).toEqual(comparable(expected))
}, 300_000)

/** Unpacks with dpkg into a merged /usr, without preinst scripts: they would run outside of the root. */
async function unpackWithDpkg(repo: Repo): Promise<TreeLiteral> {
  const root = join(folder, 'root')
  mkdirSync(join(root, 'var/lib/dpkg/info'), { recursive: true })
  for (const name of ['parts', 'triggers', 'updates']) mkdirSync(join(root, 'var/lib/dpkg', name))
  writeFileSync(join(root, 'var/lib/dpkg/status'), '')
  for (const name of aliases) {
    mkdirSync(join(root, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, join(root, name))
  }
  const scriptless = join(folder, 'scriptless')
  mkdirSync(scriptless)
  for (const deb of debs) {
    await out(
      `deb-ar cat debian-binary ${deb} > debian-binary
       deb-ar control-tar ${deb} > control.tar
       tar --delete -f control.tar ./preinst 2> /dev/null || true
       deb-ar data-tar ${deb} > data.tar
       ar rc ${basename(deb)} debian-binary control.tar data.tar`,
      { cwd: scriptless },
    )
  }
  await out(`dpkg --root=${root} --force-all --unpack ${scriptless}/*.deb`)
  return readTreeLiteral(repo, await repo.transaction((tx) => importDirectory(tx, root)))
}

/** Without what the database layer holds, preinst scripts, and directories that are not worth a line. */
function comparable(tree: TreeLiteral): TreeLiteral {
  const ofDatabase =
    /^\/var\/lib\/dpkg\/(arch|diversions|lock.*|status.*|triggers\/.*|info\/(format|.*\.preinst))$/
  const ignored = new Set(aliases.map((name) => `/${name}`))
  return Object.fromEntries(
    Object.entries(tree).filter(
      ([path, value]) =>
        !ofDatabase.test(path) && !ignored.has(path) && !(path.endsWith('/') && value === ''),
    ),
  )
}
