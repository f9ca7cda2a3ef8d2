/**
 * `node tools/bench/dist/growth.js [packages] [layers]` follows what the steps cost while an image
 * grows and while the repo grows, and prints a table for each.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toBenchEnvironment } from './bench-environment.js'
import { growByLayers } from './growth/by-layers.js'
import { growByPackages } from './growth/by-packages.js'
import { formatGrowth } from './growth/format-growth.js'

const growths = { packages: growByPackages, layers: growByLayers }

toBenchEnvironment(process.env)
const wanted = process.argv.slice(2)
for (const [name, grow] of Object.entries(growths)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const folder = mkdtempSync(join(tmpdir(), `growth-${name}-`))
  try {
    console.log(formatGrowth(await grow(folder)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
