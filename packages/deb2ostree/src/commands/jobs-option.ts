import { availableParallelism } from 'node:os'
import { type Context, UsageError } from '@apt2ostree/cli-kit'
import { Jobserver } from '../jobserver.js'

/** How many imports may run at once, and who else has a say in it. */
export interface Jobs {
  readonly jobs: number
  readonly jobserver?: Jobserver
}

/** Returns what `--jobs` asks for. Throws UsageError for anything but `auto` and a number from 1. */
export function chooseJobs(option: string, { env }: Context): Jobs {
  if (option === 'auto') {
    const jobserver = Jobserver.open(env.MAKEFLAGS)
    return { jobs: availableParallelism(), ...(jobserver && { jobserver }) }
  }
  if (/^[1-9]\d*$/.test(option)) return { jobs: Number(option) }
  throw new UsageError(`"${option}" is neither "auto" nor a number of jobs`)
}
