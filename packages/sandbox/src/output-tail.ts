/** The last lines of a stream of output. */
export interface OutputTail {
  add(chunk: Buffer): void
  lines(): string[]
}

/** Enough for a few screens of lines, whatever their length. */
const keptBytes = 16 * 1024

/** Keeps the end of a program's output: at most `count` lines, without empty ones. */
export function createOutputTail(count = 20): OutputTail {
  let kept = Buffer.alloc(0)
  return {
    add(chunk) {
      kept = Buffer.concat([kept, chunk]).subarray(-keptBytes)
    },
    lines() {
      const lines = kept.toString('utf8').split(/[\r\n]+/)
      return lines.filter((line) => line.trim() !== '').slice(-count)
    },
  }
}
