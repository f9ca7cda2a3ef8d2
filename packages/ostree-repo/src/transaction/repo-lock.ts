import { closeSync, fstatSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { OstreeRepoError } from '../errors.js'

/** How often a lock that somebody else holds is tried again. */
const RETRY_MILLISECONDS = 50

/** A lock that is held until it is released or the process dies. */
export interface HeldLock {
  /** Runs `work` and says whether nobody else holds a lock meanwhile; then nobody gets one, either. */
  attemptAlone<T>(work: (isAlone: boolean) => T): T
  release(): void
}

/**
 * Takes the lock that `path` stands for, or returns undefined while another open file holds one in
 * the way. libostree uses open file description locks (ostree-repo.c, do_repo_lock; libglnx's
 * glnx_make_lock_file), which flock(2) and flock(1) do not see; Node has none, so they come from
 * fs-native-extensions: fcntl(2) in this process, no child, gone with the process at `kill -9`.
 */
export async function tryLock(
  path: string,
  kind: 'shared' | 'exclusive',
): Promise<HeldLock | undefined> {
  const { default: locks } = await import('fs-native-extensions').catch((cause) => {
    throw new OstreeRepoError('ERR_OSTREE_LOCK', `cannot lock "${path}"`, {
      cause,
      hint: 'set core.locking=false in the config of a repo that only one program uses',
    })
  })
  const fd = openSync(path, 'a+', 0o660)
  const isOurs = locks.tryLock(fd, { shared: kind === 'shared' }) && fstatSync(fd).nlink > 0
  if (!isOurs) {
    closeSync(fd)
    return undefined
  }
  return {
    attemptAlone(work) {
      const isAlone = kind === 'exclusive' || locks.tryUpgradeLock(fd)
      try {
        return work(isAlone)
      } finally {
        if (kind === 'shared' && isAlone) locks.tryDowngradeLock(fd)
      }
    },
    release: () => closeSync(fd),
  }
}

/** Takes the lock, waiting at most `timeoutSeconds` (-1: for ever). Throws ERR_OSTREE_LOCK. */
export async function waitForLock(
  path: string,
  kind: 'shared' | 'exclusive',
  timeoutSeconds: number,
): Promise<HeldLock> {
  const deadline = timeoutSeconds < 0 ? Infinity : Date.now() + timeoutSeconds * 1000
  for (;;) {
    const lock = await tryLock(path, kind)
    if (lock !== undefined) return lock
    if (Date.now() >= deadline) {
      throw new OstreeRepoError(
        'ERR_OSTREE_LOCK',
        `cannot lock "${path}": another program held it for ${timeoutSeconds} s`,
      )
    }
    await delay(RETRY_MILLISECONDS)
  }
}
