import { readdirSync, readlinkSync } from 'node:fs'

/**
 * Runs `work`, and returns how many files below `folder` with the suffix were open at once at most in
 * the processes that came of it, each counted once for each process.
 */
export async function mostOpenFiles(
  folder: string,
  suffix: string,
  work: () => Promise<unknown>,
): Promise<number> {
  const isMeant = (path: string) => path.startsWith(`${folder}/`) && path.endsWith(suffix)
  const others = new Set(processIds())
  let most = 0
  let before = new Set<string>()
  const timer = setInterval(() => {
    const now = new Set<string>()
    for (const pid of processIds().filter((id) => !others.has(id))) {
      for (const path of openPaths(pid)) if (isMeant(path)) now.add(`${pid} ${path}`)
    }
    // what two looks in a row find was open between them, all of it at once
    most = Math.max(most, [...now].filter((open) => before.has(open)).length)
    before = now
  }, 2)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return most
}

function processIds(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
}

/** What a process has open; nothing for one that is gone or somebody else's. */
function openPaths(pid: string): string[] {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).flatMap((fd) => {
      try {
        return readlinkSync(`${folder}/${fd}`)
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}
