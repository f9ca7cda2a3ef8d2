const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** The parts of a date as apt reads them, before any is judged. */
interface DateParts {
  readonly year: number
  readonly month: string
  readonly day: number
  /** What should begin with `HH:MM:SS`. */
  readonly time: string
}

/**
 * Returns the milliseconds since 1970 of a date in a Release file, undefined for what apt takes for no
 * date. In the three forms of HTTP (RFC 9110, section 5.6.7), UTC alone, and with all that apt's
 * RFC1123StrToTime lets pass: any white space, `+0000` for a zone, a weekday that isn't the date's.
 */
export function parseReleaseDate(text: string): number | undefined {
  const [, weekday = '', rest = ''] = /^[ \t-\r]*([^ \t-\r]*)(.*)$/s.exec(text) ?? []
  if (!weekdays.includes(weekday.slice(0, 3).toLowerCase())) return undefined
  const parts = weekday.length === 3 ? asctimeParts(rest) : commaParts(weekday, rest)
  return parts && timeOf(parts)
}

function commaParts(weekday: string, rest: string): DateParts | undefined {
  if (!weekday.endsWith(',')) return undefined
  return weekday.length === 4 ? rfc1123Parts(rest) : rfc850Parts(rest)
}

/** `06 Nov 1994 08:49:37 GMT`. Words may touch numbers, as C++ streams read both. */
function rfc1123Parts(text: string): DateParts | undefined {
  const match = /^\s*\+?(\d+)\s*([^\s]+)\s+(\+?\d+)\s*([^\s]+)\s+([^\s]+)$/.exec(text)
  const [, day, month = '', year, time = '', zone = ''] = match ?? []
  return isUtc(zone) ? { year: Number(year), month, day: Number(day), time } : undefined
}

/** `Nov  6 08:49:37 1994` */
function asctimeParts(text: string): DateParts | undefined {
  const match = /^\s*([^\s]+)\s+\+?(\d+)\s*([^\s]+)\s+(\+?\d+)$/.exec(text)
  const [, month = '', day, time = '', year] = match ?? []
  return match === null ? undefined : { year: Number(year), month, day: Number(day), time }
}

/** `06-Nov-94 08:49:37 GMT` */
function rfc850Parts(text: string): DateParts | undefined {
  const match = /^\s*([-+]?\d+)-([^\s-]*)-([-+]?\d+)-?\s+([^\s]+)\s+([^\s]+)$/.exec(text)
  const [, day, month = '', year, time = '', zone = ''] = match ?? []
  return isUtc(zone) ? { year: 1900 + Number(year), month, day: Number(day), time } : undefined
}

function isUtc(zone: string): boolean {
  return /^(GMT|UTC|Z|[-+]?0+)$/.test(zone)
}

/** strptime(3) takes no second digit that would lead beyond 61 seconds whatever it is. */
function timeOf({ year, month, day, time }: DateParts): number | undefined {
  const [, hours, minutes, seconds] = /^(\d\d?):(\d\d?):([0-6]\d|\d)/.exec(time) ?? []
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)]
  if (!(year >= 0 && year <= 9999 && day >= 1 && day <= 31)) return undefined
  if (!(h <= 23 && m <= 59 && s <= 61)) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, monthOf(month), day)
  return date.setUTCHours(h, m, s)
}

/** Of January what is no month, as MonthConv in apt's strutl.cc has it. */
function monthOf(word: string): number {
  const [first, second, third] = word.toLowerCase()
  switch (first) {
    case 'a':
      return second === 'p' ? 3 : 7
    case 'd':
      return 11
    case 'f':
      return 1
    case 'j':
      if (second === 'a') return 0
      return third === 'n' ? 5 : 6
    case 'm':
      return third === 'r' ? 2 : 4
    case 'n':
      return 10
    case 'o':
      return 9
    case 's':
      return 8
    default:
      return 0
  }
}
