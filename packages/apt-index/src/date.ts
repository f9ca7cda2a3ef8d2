const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const pattern =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d?):(\d\d):(\d\d) (?:UTC|GMT|Z|[+-]0000)$/

/**
 * Returns the milliseconds since 1970 of a date in a Release file, undefined for what isn't one.
 * Only UTC is accepted, in the spellings of apt's RFC1123StrToTime.
 */
export function parseDate(text: string): number | undefined {
  const [, day, monthName = '', year, hour, minute, second] = pattern.exec(text.trim()) ?? []
  const month = months.indexOf(monthName)
  if (month < 0) return undefined
  const fields = [day, hour, minute, second].map(Number)
  const [d = 0, h = 0, m = 0, s = 0] = fields
  const time = Date.UTC(Number(year), month, d, h, m, s)
  return new Date(time).getUTCDate() === d && h < 24 && m < 60 && s < 61 ? time : undefined
}

/** Returns the date as HTTP and Release files write it. */
export function formatDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString()
}
