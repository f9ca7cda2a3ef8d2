/** Returns whether a Filename stays within its archive: relative, without `..` or a scheme. */
export function isInside(filename: string): boolean {
  return filename !== '' && !/^\/|[\s\\?#]|^[a-z][a-z0-9+.-]*:\/|(^|\/)\.\.(\/|$)/i.test(filename)
}
