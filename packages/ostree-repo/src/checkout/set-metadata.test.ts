import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { tempDirectory } from '../../test/temp-directory.js'
import { setOwner } from './set-metadata.js'

it('leaves a file to its owner, and says that only root can give it away', () => {
  const directory = tempDirectory()
  const path = `${directory}/file`
  writeFileSync(path, '')
  chmodSync(directory, 0o755)
  const { uid, gid } = statSync(path)
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    expect(() => setOwner(path, { uid, gid })).not.toThrow()
    expect(() => setOwner(path, { uid: 1, gid: 1 })).toThrow(`cannot give "${path}" to 1:1`)
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
})
