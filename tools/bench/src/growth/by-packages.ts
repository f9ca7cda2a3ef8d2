import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from '../measure.js'
import { type Sample, sample } from './steps.js'

/** Requests of growing closure; the first is as small as a system of this suite can be. */
const images: readonly string[] = [
  'dpkg --no-required',
  'nginx',
  'gimp',
  'task-xfce-desktop --recommends',
]

/**
 * Takes images of the host's suite through every step, in `folder`. Their .debs are downloaded
 * first, some 800 MB.
 */
export async function growByPackages(folder: string): Promise<Sample[]> {
  const packages = join(folder, 'packages')
  await prepare(`apt-index packages > ${packages}`, process.env)
  const samples: Sample[] = []
  for (const [index, requests] of images.entries()) {
    const place = join(folder, `image-${index}`)
    const lock = join(place, 'lock')
    const pool = `--lock ${lock} --pool ${join(folder, 'pool')}`
    mkdirSync(place)
    await prepare(
      `lockgen lock ${requests} --packages ${packages} -o ${lock} && deb2ostree unpack --repo ${place}/first ${pool} && rm -r ${place}/first`,
      process.env,
    )
    const count = readFileSync(lock, 'utf8').match(/^Package: /gm)?.length
    samples.push(
      await sample(`${count} packages (${requests.split(' ')[0]})`, [
        { name: 'lock', run: `lockgen lock ${requests} --packages ${packages}` },
        { name: 'unpack', run: `deb2ostree unpack --repo ${place}/repo ${pool}` },
        {
          name: 'union',
          before: `deb2ostree unpack --repo ${place}/repo ${pool} > ${place}/layers`,
          run: `ostree-union --repo ${place}/repo --branch unpacked < ${place}/layers`,
        },
        {
          name: 'configure, commit',
          run: `dpkg-configure --repo ${place}/repo --branch configured unpacked`,
        },
        {
          name: 'unpack, nothing new',
          run: `deb2ostree unpack --repo ${place}/repo ${pool}`,
        },
      ]),
    )
    await prepare(`rm -r ${place}`, process.env)
  }
  return samples
}
