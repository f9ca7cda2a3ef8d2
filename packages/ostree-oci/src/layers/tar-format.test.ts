import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTar, type TarEntry } from '@apt2ostree/ostree-repo'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTarHeader, padding, TAR_END, type TarMember } from './tar-format.js'

const FLAGS = { '0': 'file', '1': 'hardlink', '2': 'symlink', '5': 'directory' } as const

/** Any UTF-8 name, as the byte string it is in an OSTree tree. */
const name = fc
  .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
  .filter((text) => !/[/\0]/.test(text) && text !== '.' && text !== '..')
  .map((text) => Buffer.from(text).toString('latin1'))
const path = fc.array(name, { minLength: 1, maxLength: 8 }).map((names) => names.join('/'))
const xattrs = fc
  .uniqueArray(
    fc.tuple(
      fc.stringMatching(/^(user|security|trusted)\.[a-z.]{1,20}$/).map((text) => Buffer.from(text)),
      fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    ),
    { selector: ([key]) => key.toString(), maxLength: 3 },
  )
  .map((pairs) => pairs.sort(([a], [b]) => Buffer.compare(a, b)))
const id = fc.nat({ max: 0xffff_fffe })
const mode = fc.nat({ max: 0o7777 })

const member: fc.Arbitrary<TarMember> = fc.oneof(
  fc.record({
    path,
    type: fc.constant('directory' as const),
    uid: id,
    gid: id,
    mode,
    size: fc.constant(0),
    xattrs,
  }),
  fc.record({
    path,
    type: fc.constant('file' as const),
    uid: id,
    gid: id,
    mode,
    size: fc.nat({ max: 2000 }),
    xattrs,
  }),
  fc.record({
    path,
    type: fc.constantFrom('symlink' as const, 'hardlink' as const),
    target: path,
    uid: id,
    gid: id,
    mode,
    size: fc.constant(0),
    xattrs,
  }),
)

function tarOf(members: readonly TarMember[]): Buffer {
  const parts = members.flatMap((each) => [
    formatTarHeader(each),
    Buffer.alloc(each.size, 'x'),
    padding(each.size),
  ])
  return Buffer.concat([...parts, TAR_END])
}

async function membersOf(tar: Buffer): Promise<TarMember[]> {
  const members: TarMember[] = []
  for await (const entry of readTar(chunks(tar))) members.push(memberOf(entry))
  return members
}

async function* chunks(bytes: Buffer) {
  yield bytes
}

function memberOf({ name, typeflag, linkName, uid, gid, mode, size, xattrs }: TarEntry): TarMember {
  const type = FLAGS[typeflag as keyof typeof FLAGS]
  const target = linkName === '' ? {} : { target: linkName }
  return { path: name.replace(/\/$/, ''), type, ...target, uid, gid, mode, size, xattrs }
}

describe('a tar of layers', () => {
  it('says what it was told, for any names, owners and attributes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 5 }), async (members) => {
        expect(await membersOf(tarOf(members))).toEqual(members)
      }),
    )
  })

  it.skipIf(spawnSync('tar', ['--version']).status !== 0)(
    'is read by GNU tar, which is needed here',
    () => {
      const long = 'a-name-of-some-length/'.repeat(9)
      const members: TarMember[] = [
        { path: '.', type: 'directory', uid: 0, gid: 0, mode: 0o755, size: 0, xattrs: [] },
        {
          path: `${long}file`,
          type: 'file',
          uid: 3_000_000,
          gid: 5,
          mode: 0o4711,
          size: 700,
          xattrs: [],
        },
        {
          path: 'link',
          type: 'symlink',
          target: `/${long}`,
          uid: 1,
          gid: 2,
          mode: 0o777,
          size: 0,
          xattrs: [],
        },
        {
          path: 'hard',
          type: 'hardlink',
          target: `${long}file`,
          uid: 3_000_000,
          gid: 5,
          mode: 0o4711,
          size: 0,
          xattrs: [],
        },
      ]
      const folder = mkdtempSync(join(tmpdir(), 'tar-format-'))
      try {
        writeFileSync(join(folder, 'a.tar'), tarOf(members))
        const listed = execFileSync(
          'tar',
          ['--numeric-owner', '--utc', '-tvf', join(folder, 'a.tar')],
          { encoding: 'utf8' },
        )
        expect(listed.replaceAll(/ +/g, ' ').trim().split('\n')).toEqual([
          'drwxr-xr-x 0/0 0 1970-01-01 00:00 ./',
          `-rws--x--x 3000000/5 700 1970-01-01 00:00 ${long}file`,
          `lrwxrwxrwx 1/2 0 1970-01-01 00:00 link -> /${long}`,
          `hrws--x--x 3000000/5 0 1970-01-01 00:00 hard link to ${long}file`,
        ])
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )
})
