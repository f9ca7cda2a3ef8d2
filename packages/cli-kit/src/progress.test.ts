import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { createProgress, formatProgress } from './progress.js'

it.each([
  { summary: 'a label alone', args: ['resolving'], text: 'resolving' },
  { summary: 'a count', args: ['fetched', 3], text: 'fetched 3' },
  { summary: 'a count of a known total', args: ['unpacking', 3, 113], text: 'unpacking 3/113' },
] as const)('$summary', ({ args: [label, done, total], text }) => {
  expect(formatProgress(label, done, total)).toBe(text)
})

/** As much of a terminal as a progress line needs. */
function terminal(columns: number) {
  const control = { clearLine: () => true, cursorTo: () => true, moveCursor: () => true }
  return Object.assign(new PassThrough(), control, { isTTY: true, columns })
}

it('shows its line on a terminal', async () => {
  const stream = terminal(80)
  const progress = createProgress(stream, false)
  progress.show('unpacking', 3, 113)
  await vi.waitFor(() => expect(String(stream.read())).toContain('unpacking 3/113'), 10_000)
  progress.stop()
})

it.each([
  { summary: 'what is no terminal', stream: new PassThrough(), quiet: false },
  { summary: 'a terminal without a width', stream: terminal(0), quiet: false },
  { summary: 'a terminal that wants quiet', stream: terminal(80), quiet: true },
])('shows nothing on $summary', async ({ stream, quiet }) => {
  const progress = createProgress(stream, quiet)
  progress.show('unpacking', 3, 113)
  await sleep(300)
  progress.stop()
  expect(stream.read()).toBeNull()
})
