import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Apt2ostreeError } from './errors.js'

/**
 * Writes a first image.yaml, and a .gitignore for what a build makes, in `folder`; returns the
 * image.yaml's path. Throws ERR_IMAGE_EXISTS and leaves what is there.
 */
export async function initImage(folder: string): Promise<string> {
  const path = join(folder, 'image.yaml')
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(path, firstImage(basename(resolve(folder))), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new Apt2ostreeError('ERR_IMAGE_EXISTS', `cannot init "${folder}": it has an image.yaml`, {
      hint: `apt2ostree build ${path}`,
    })
  }
  await writeFile(join(folder, '.gitignore'), '/repo/\n/pool/\n', { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  return path
}

function firstImage(name: string): string {
  const branch = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '') || 'image'
  return `# The branch that the image is committed to.
ref: os/${branch}

# What to install beside the essential packages: name, name=version, name/suite or name:arch.
packages: []

# Where from; without it, the apt sources of the machine that makes the lockfile.
# sources: [debian.sources]

# Every key: the README of @apt2ostree/treefile.
`
}
