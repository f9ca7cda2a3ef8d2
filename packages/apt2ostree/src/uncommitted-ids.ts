import { execFile } from 'node:child_process'
import { basename, dirname } from 'node:path'
import { promisify } from 'node:util'
import { readIfThere } from './build-files.js'

const run = promisify(execFile)

/**
 * The accounts in an ids file, a line each, that the last commit of the git repository around it does
 * not have; all of them if git does not know the file. None outside of git, and where there is no
 * such file.
 */
export async function uncommittedIds(path: string): Promise<string[]> {
  const text = (await readIfThere(path))?.toString('latin1')
  if (text === undefined) return []
  const git = (...args: string[]) => run('git', args, { cwd: dirname(path), encoding: 'latin1' })
  try {
    await git('rev-parse', '--git-dir')
  } catch {
    return []
  }
  const committed = await git('show', `HEAD:./${basename(path)}`).catch(() => ({ stdout: '' }))
  const known = new Set(committed.stdout.split('\n'))
  return text.split('\n').filter((line) => /^(group|user) /.test(line) && !known.has(line))
}
