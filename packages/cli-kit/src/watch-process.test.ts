import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { watchProcess } from './watch-process.js'

/** A process whose signals and outputs a test sends. */
class FakeProcess extends EventEmitter {
  readonly pid = 1
  readonly stdout = new PassThrough()
  readonly stderr = new PassThrough()
  readonly killed: string[] = []
  exitCode?: number
  kill(_pid: number, signal: NodeJS.Signals) {
    this.killed.push(signal)
  }
  said = () => String(this.stderr.read() ?? '')
}

function watch() {
  const process = new FakeProcess()
  return { process, watch: watchProcess('tool', process) }
}

describe('a signal', () => {
  it.each([
    { signal: 'SIGINT', status: 130 },
    { signal: 'SIGTERM', status: 143 },
    { signal: 'SIGHUP', status: 129 },
  ])('$signal stops the work and gives $status', ({ signal, status }) => {
    const run = watch()
    run.process.emit(signal, signal)
    expect(run.watch.signal.aborted).toBe(true)
    run.watch.finish(1)
    expect(run.process.exitCode).toBe(status)
    expect(run.process.listenerCount(signal)).toBe(0)
  })

  it('finds us listening when it comes, as others who listen must see', () => {
    const run = watch()
    const counts: number[] = []
    run.process.on('SIGINT', () => counts.push(run.process.listenerCount('SIGINT')))
    run.process.emit('SIGINT', 'SIGINT')
    expect(counts).toEqual([2])
  })

  it('is taken as the first of several', () => {
    const run = watch()
    for (const signal of ['SIGHUP', 'SIGTERM', 'SIGTERM', 'SIGINT'])
      run.process.emit(signal, signal)
    run.watch.finish(0)
    expect(run.process.exitCode).toBe(129)
    expect(run.process.killed).toEqual([])
  })

  it('from an impatient person ends all at the third time', () => {
    const run = watch()
    run.process.emit('SIGINT', 'SIGINT')
    expect(run.process.said()).toBe('')
    run.process.emit('SIGINT', 'SIGINT')
    expect(run.process.said()).toMatch(/^tool: cleaning up.*\n$/)
    expect(run.process.killed).toEqual([])
    run.process.emit('SIGINT', 'SIGINT')
    expect(run.process.killed).toEqual(['SIGINT'])
    expect(run.process.listenerCount('SIGINT')).toBe(0)
  })
})

describe('standard output', () => {
  const failure = (code: string, errno: number) =>
    Object.assign(new Error(code), { code, errno, syscall: 'write' })

  it.each([
    { summary: 'during the work', isLate: false },
    { summary: 'when the work is done', isLate: true },
  ])('that is full $summary is one error', ({ isLate }) => {
    const run = watch()
    if (isLate) run.watch.finish(0)
    run.process.stdout.emit('error', failure('ENOSPC', -28))
    run.process.stdout.emit('error', failure('ENOSPC', -28))
    expect(run.watch.signal.aborted).toBe(true)
    if (!isLate) run.watch.finish(1)
    expect(run.process.exitCode).toBe(1)
    expect(run.process.said()).toBe(
      'tool: error: cannot write to standard output: no space left on device\n',
    )
  })

  it('that nobody reads any more ends the work without a word', () => {
    const run = watch()
    run.process.stdout.emit('error', failure('EPIPE', -32))
    expect(run.watch.signal.aborted).toBe(true)
    run.watch.finish(1)
    expect({ status: run.process.exitCode, said: run.process.said() }).toEqual({
      status: 0,
      said: '',
    })
  })
})

it('leaves the status of an undisturbed run', () => {
  const run = watch()
  run.process.stderr.emit('error', new Error('gone'))
  run.watch.finish(2)
  expect({ status: run.process.exitCode, aborted: run.watch.signal.aborted }).toEqual({
    status: 2,
    aborted: false,
  })
})
