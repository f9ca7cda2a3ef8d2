/** Numbers in [0, 1) that are the same for a seed: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const interesting = [0, 1, 9, 10, 13, 32, 34, 45, 58, 127, 128, 255]

/** Returns `input` with a few changes of the kinds that break decoders. */
export function mutate(input: Uint8Array, random: () => number): Buffer {
  let bytes = Buffer.from(input)
  const below = (limit: number) => Math.floor(random() * limit)
  for (let rounds = 1 + below(4); rounds > 0; rounds--) {
    const at = below(bytes.length + 1)
    const length = 1 + below(16)
    const part = bytes.subarray(at, at + length)
    switch (below(6)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8))
        break
      case 1:
        if (at < bytes.length) bytes[at] = interesting[below(interesting.length)] ?? 0
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)])
        break
      case 4:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.alloc(length, below(256)),
          bytes.subarray(at),
        ])
        break
      default:
        bytes = bytes.subarray(0, at)
    }
  }
  return bytes
}
