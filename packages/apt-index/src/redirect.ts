/**
 * Returns where a redirect leads, undefined where it may not be followed: to anything but HTTP, and
 * from https to http, as for apt (methods/basehttp.cc). Credentials go along to the same host only.
 */
export function resolveRedirect(from: URL, location: string): URL | undefined {
  if (!URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from.href)
  const isSafe = to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')
  if (!isSafe) return undefined
  const isSameHost = to.host === from.host && to.protocol === from.protocol
  to.username = isSameHost ? from.username : ''
  to.password = isSameHost ? from.password : ''
  return to
}
