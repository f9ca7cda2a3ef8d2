import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import type { TreeLiteral } from './tree-literal.js'

/**
 * A tree with programs of this host and the libraries they load, enough to run them in, with a
 * merged /usr. Throws for a program that this host does not have.
 */
export function hostPrograms(names: readonly string[]): TreeLiteral {
  const programs = names.map(findProgram)
  const libraries = execFileSync('ldd', programs, { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)
  const files = [...programs, ...[...libraries].map(([, path = '']) => path)]
  return {
    bin: '-> usr/bin',
    lib: '-> usr/lib',
    lib64: '-> usr/lib64',
    sbin: '-> usr/sbin',
    'dev/': '',
    'proc/': '',
    'sys/': '',
    'tmp/': '[1777 0:0]',
    ...Object.fromEntries(
      files.map((path) => [
        path.startsWith('/usr/') ? path.slice(1) : `usr${path}`,
        `[0755 0:0] ${readFileSync(realpathSync(path), 'latin1')}`,
      ]),
    ),
  }
}

function findProgram(name: string): string {
  const path = ['/usr/bin', '/usr/sbin'].map((folder) => `${folder}/${name}`).find(existsSync)
  if (path === undefined) throw new Error(`there is no ${name} on this host`)
  return path
}
