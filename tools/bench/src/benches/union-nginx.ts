import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Bench } from '../bench.js'
import { compareUnion } from '../union-comparison.js'

/** Union of the layers of nginx, of what it needs, and of their database. */
const unionNginx: Bench = {
  name: 'union-nginx',
  async prepare(folder) {
    const lines = [
      'apt-index packages | lockgen lock nginx -o nginx.lock',
      'deb2ostree unpack --repo nginx --lock nginx.lock --pool pool | cut -f 1',
    ]
    const options = { cwd: folder, encoding: 'utf8' } as const
    const refs = execFileSync('bash', ['-o', 'pipefail', '-ec', lines.join('\n')], options)
    return [compareUnion(join(folder, 'nginx'), refs.trimEnd().split('\n'))]
  },
}

export default unionNginx
