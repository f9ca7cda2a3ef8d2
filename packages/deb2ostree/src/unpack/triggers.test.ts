import { expect, test } from 'vitest'
import { formatTriggerFiles, parseTriggerInterests } from './triggers.js'

const directives = [
  { text: 'interest x', interests: [{ trigger: 'x', awaited: true }] },
  { text: 'interest-await x', interests: [{ trigger: 'x', awaited: true }] },
  { text: '  interest-noawait\t/usr/x  ', interests: [{ trigger: '/usr/x', awaited: false }] },
  { text: 'activate x\nactivate-noawait y', interests: [] },
  { text: '# interest x\n\n', interests: [] },
]

test.each(directives)('$text', ({ text, interests }) => {
  expect(parseTriggerInterests(text)).toEqual(interests)
})

test('file triggers share one file, named triggers have one each', () => {
  const packages = [
    { name: 'a', interests: parseTriggerInterests('interest /x\ninterest-noawait n') },
    { name: 'b:amd64', interests: parseTriggerInterests('interest-noawait /y\ninterest n') },
  ]
  expect(Object.fromEntries(formatTriggerFiles(packages))).toEqual({
    File: '/x a\n/y b:amd64/noawait\n',
    n: 'a/noawait\nb:amd64\n',
  })
})
