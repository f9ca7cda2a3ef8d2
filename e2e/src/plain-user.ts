import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

/** A user made for a test: one that Debian gives ranges of ids, or one without any. */
export interface PlainUser {
  readonly name: string
  readonly home: string
  /** Ends the user's processes and removes the user with the home. */
  remove(): void
}

/** Makes a user with a home, and with ranges in /etc/subuid and /etc/subgid unless told otherwise. */
export function makePlainUser(name: string, { ranges = true } = {}): PlainUser {
  const home = `/var/tmp/${name}`
  const remove = () => {
    spawnSync('userdel', ['--force', name], { stdio: 'ignore' })
    rmSync(home, { recursive: true, force: true })
  }
  // one that a killed run left behind
  remove()
  // useradd gives a system user no ranges of ids.
  const kind = ranges ? [] : ['--system']
  execFileSync('useradd', [...kind, '--create-home', '--home-dir', home, name], { stdio: 'ignore' })
  return { name, home, remove }
}
