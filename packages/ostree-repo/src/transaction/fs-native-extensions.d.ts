/** The part that locks files; open file description locks, fcntl(2) F_OFD_SETLK. */
declare module 'fs-native-extensions' {
  /** False when another open file holds a lock in the way. */
  export function tryLock(fd: number, options?: { shared?: boolean }): boolean
  /** Makes a shared lock exclusive; false, and still shared, when another open file holds one too. */
  export function tryUpgradeLock(fd: number): boolean
  /** Makes an exclusive lock shared. */
  export function tryDowngradeLock(fd: number): boolean
}
