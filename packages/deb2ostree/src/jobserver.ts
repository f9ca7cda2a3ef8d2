import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** The right to run one job, to be given back when it is done. */
export interface JobSlot {
  release(): void
}

/** Milliseconds between two looks for a free token; a job here takes ten times as long. */
const POLL_INTERVAL = 20

/**
 * A client of the jobserver of GNU make (and of ninja): one slot is the process's own, every other
 * is a byte in a pipe that all processes of the build share. See "POSIX Jobserver Interaction" in
 * the manual of GNU make.
 */
export class Jobserver {
  readonly #read: number
  readonly #write: number
  #isOwnFree = true

  private constructor(read: number, write: number) {
    this.#read = read
    this.#write = write
  }

  /**
   * The jobserver that `makeflags` (the variable MAKEFLAGS) names: `fifo:PATH`, or two inherited
   * file descriptors. Undefined when it names none, or one that was not handed down: a recipe
   * without `+` has closed descriptors.
   */
  static open(makeflags: string | undefined): Jobserver | undefined {
    const places = parseMakeflags(makeflags ?? '')
    if (places === undefined) return undefined
    try {
      // Opened anew, for O_NONBLOCK on the inherited descriptors would change them in make too.
      const read = openPipe(places.read, constants.O_RDONLY)
      return new Jobserver(read, openPipe(places.write, constants.O_WRONLY))
    } catch {
      return undefined
    }
  }

  /** Waits for a slot. Throws the signal's reason when it is aborted. */
  async acquire(signal?: AbortSignal): Promise<JobSlot> {
    for (;;) {
      signal?.throwIfAborted()
      const slot = this.#take()
      if (slot !== undefined) return slot
      await delay(POLL_INTERVAL, undefined, signal ? { signal } : {})
    }
  }

  /** Closes the pipe; every slot must have been given back. */
  close(): void {
    closeSync(this.#read)
    closeSync(this.#write)
  }

  #take(): JobSlot | undefined {
    if (this.#isOwnFree) {
      this.#isOwnFree = false
      return { release: once(() => (this.#isOwnFree = true)) }
    }
    const token = Buffer.alloc(1)
    if (!readToken(this.#read, token)) return undefined
    return { release: once(() => writeSync(this.#write, token)) }
  }
}

/** The two ends of a jobserver's pipe, as paths. */
interface PipePlaces {
  readonly read: string
  readonly write: string
}

/** Where the last `--jobserver-auth` (`--jobserver-fds` before make 4.2) leads. */
export function parseMakeflags(makeflags: string): PipePlaces | undefined {
  const [last] = [...makeflags.matchAll(/(?:^|\s)--jobserver-(?:auth|fds)=(\S+)/g)].reverse()
  const place = last?.[1] ?? ''
  if (place.startsWith('fifo:')) return { read: place.slice(5), write: place.slice(5) }
  const [, read, write] = /^(\d+),(\d+)$/.exec(place) ?? []
  if (read === undefined || write === undefined) return undefined
  return { read: `/proc/self/fd/${read}`, write: `/proc/self/fd/${write}` }
}

function openPipe(path: string, access: number): number {
  const fd = openSync(path, access | constants.O_NONBLOCK)
  if (fstatSync(fd).isFIFO()) return fd
  closeSync(fd)
  throw new Error(`"${path}" is no pipe`)
}

function readToken(fd: number, into: Buffer): boolean {
  try {
    return readSync(fd, into, 0, 1, null) === 1
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false
    throw error
  }
}

function once(run: () => unknown): () => void {
  let done = false
  return () => {
    if (!done) run()
    done = true
  }
}
