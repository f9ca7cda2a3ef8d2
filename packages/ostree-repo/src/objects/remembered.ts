/** A tree has few combinations of owner and mode; a hostile one must not fill the memory. */
const MOST = 1000

/**
 * The same function, but for arguments that `keyOf` gives a key for it is called once a key. The
 * results are shared and must not be changed.
 */
export function remembered<Argument, Result>(
  keyOf: (argument: Argument) => string | undefined,
  compute: (argument: Argument) => Result,
): (argument: Argument) => Result {
  const known = new Map<string, Result>()
  return (argument) => {
    const key = keyOf(argument)
    const found = key === undefined ? undefined : known.get(key)
    if (found !== undefined) return found
    const result = compute(argument)
    if (known.size === MOST) known.clear()
    if (key !== undefined) known.set(key, result)
    return result
  }
}
