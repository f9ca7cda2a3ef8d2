import type { Writable } from 'node:stream'
import type { Ora } from 'ora'

/** One line on a terminal that says how far the work is. */
export interface Progress {
  show(label: string, done?: number, total?: number): void
  /** Takes the line away until the next `show`. */
  clear(): void
  /** Writes something that stays, above the line. */
  above(write: () => void): void
  stop(): void
}

/** A stream that may be a terminal, as Node tells. */
export type MaybeTerminal = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** Returns a progress line on `stream`, or one that shows nothing when that is no terminal. */
export function createProgress(stream: MaybeTerminal, quiet: boolean): Progress {
  // A terminal without a width, as build servers give, would have ora clear lines for ever.
  if (quiet || stream.isTTY !== true || !stream.columns) {
    return { show() {}, clear() {}, above: (write) => write(), stop() {} }
  }
  let text = ''
  let spinner: Ora | undefined
  let stopped = false
  // ora costs as much to load as many a command costs to run.
  void import('ora').then(({ default: ora }) => {
    if (!stopped)
      spinner = ora({ stream: stream as NodeJS.WritableStream, text, discardStdin: false })
    if (text !== '') spinner?.start()
  })
  return {
    show(label, done, total) {
      text = formatProgress(label, done, total)
      if (spinner === undefined) return
      spinner.text = text
      if (!spinner.isSpinning) spinner.start()
    },
    clear: () => spinner?.clear(),
    above(write) {
      spinner?.clear()
      write()
      if (spinner?.isSpinning) spinner.render()
    },
    stop() {
      stopped = true
      spinner?.stop()
    },
  }
}

/** Returns `label`, with how much of how many where that is known. */
export function formatProgress(label: string, done?: number, total?: number): string {
  if (done === undefined) return label
  return total === undefined ? `${label} ${done}` : `${label} ${done}/${total}`
}
