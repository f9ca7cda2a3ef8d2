import { readdirSync, readlinkSync } from 'node:fs'

/**
 * Watches processes while `work` goes on, and returns how many files below `folder` with the suffix
 * were open at once at most, each counted once for each process.
 */
export async function mostOpenFiles(
  folder: string,
  suffix: string,
  work: Promise<unknown>,
): Promise<number> {
  const isMeant = (path: string) => path.startsWith(`${folder}/`) && path.endsWith(suffix)
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  let most = 0
  let before = new Set<string>()
  while (!isDone) {
    const now = openFiles(isMeant)
    // what two looks in a row find was open between them, all of it at once
    most = Math.max(most, [...now].filter((open) => before.has(open)).length)
    before = now
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await done
  return most
}

function openFiles(isMeant: (path: string) => boolean): Set<string> {
  const found = new Set<string>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const path of openPaths(`/proc/${pid}/fd`)) if (isMeant(path)) found.add(`${pid} ${path}`)
  }
  return found
}

/** What the links in a folder lead to; nothing for a process that is gone or somebody else's. */
function openPaths(folder: string): string[] {
  try {
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
