import { tryTarget } from './target.js'
import { targets } from './targets.js'

const name = process.env.FUZZ_TARGET ?? ''
const target = targets[name]
if (target === undefined) throw new Error(`there is no target "${name}"`)

/** What Jazzer.js calls with each of its inputs. */
export const fuzz = (data: Buffer): Promise<void> => tryTarget(target, data)
