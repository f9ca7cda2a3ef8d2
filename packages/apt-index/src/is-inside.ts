/** Returns whether a Filename (a byte string) stays within its archive: no `..`, and no line end. */
export function isInside(filename: string): boolean {
  return filename !== '' && !/[\n\0]|(^|\/)\.\.(\/|$)/.test(filename)
}
