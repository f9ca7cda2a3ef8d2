import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.js'
import { setAside } from '../set-aside.js'

const base = ['apt', 'ca-certificates', 'less', 'nano']
const beyond = ['file', 'time', 'tree']

/** An image of five packages beyond a base of a hundred, against the same packages all at once. */
const variants: Bench = {
  name: 'variants',
  async prepare(folder) {
    const shell = (line: string) => execFileSync('sh', ['-ec', line], { cwd: folder })
    const write = (name: string, image: object) =>
      writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(image))
    write('base', { packages: base })
    write('image', { include: 'base.yaml', ref: 'os/image', packages: beyond })
    write('once', { ref: 'os/once', packages: [...base, ...beyond] })
    shell('apt2ostree lock base.yaml image.yaml once.yaml')
    shell('apt2ostree unpack base.yaml once.yaml --repo first')
    shell('apt2ostree unpack base.yaml --repo built && apt2ostree configure base.yaml --repo built')
    const ours = {
      name: 'apt2ostree build',
      before: `cd ${folder} && ${setAside('repo')} && cp -al built repo`,
      run: `cd ${folder} && apt2ostree build image.yaml`,
    }
    return [
      {
        what: 'an image of 5 packages beyond a configured base of 100',
        ours,
        peer: {
          name: 'all at once',
          before: `cd ${folder} && ${setAside('repo')}`,
          run: `cd ${folder} && apt2ostree build once.yaml`,
        },
        goal: 0.25,
      },
      {
        what: 'the same, the layers of the base being there for both',
        ours,
        peer: {
          name: 'all at once',
          before: `cd ${folder} && ${setAside('repo')} && cp -al built repo`,
          run: `cd ${folder} && apt2ostree build once.yaml`,
        },
        goal: 0.5,
      },
    ]
  },
}

export default variants
