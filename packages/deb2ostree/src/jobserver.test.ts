import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Jobserver, parseMakeflags } from './jobserver.js'

describe('parseMakeflags', () => {
  it.each([
    { summary: 'no flags', flags: '', places: undefined },
    { summary: 'no jobserver', flags: 'kw -j1', places: undefined },
    {
      summary: 'a fifo, as make 4.4 has it',
      flags: ' -j2 --jobserver-auth=fifo:/tmp/GMfifo1',
      places: { read: '/tmp/GMfifo1', write: '/tmp/GMfifo1' },
    },
    {
      summary: 'file descriptors, as make 4.2 has them',
      flags: ' -j --jobserver-auth=3,4 -- A=b',
      places: { read: '/proc/self/fd/3', write: '/proc/self/fd/4' },
    },
    {
      summary: 'the older name, and the last one of several',
      flags: '--jobserver-fds=3,4 -j --jobserver-fds=5,6',
      places: { read: '/proc/self/fd/5', write: '/proc/self/fd/6' },
    },
    { summary: 'descriptors that make took away', flags: '--jobserver-auth=-2,-2' },
  ])('$summary', ({ flags, places }) => {
    expect(parseMakeflags(flags)).toEqual(places)
  })
})

describe('Jobserver', () => {
  let folder: string
  let fifo: string
  let pipe: number
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobserver-'))
    fifo = join(folder, 'fifo')
    execFileSync('mkfifo', [fifo])
    pipe = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK)
  })
  afterEach(() => {
    closeSync(pipe)
    rmSync(folder, { recursive: true })
  })

  const open = () => Jobserver.open(`-j3 --jobserver-auth=fifo:${fifo}`) ?? expect.fail()

  it('has a slot of its own, and takes and returns the bytes of the pipe', async () => {
    writeSync(pipe, '+*')
    const jobserver = open()
    const slots = [await jobserver.acquire(), await jobserver.acquire(), await jobserver.acquire()]
    const fourth = jobserver.acquire()
    slots[0]?.release()
    const last = await fourth
    for (const slot of [last, slots[1], slots[2]]) slot?.release()
    slots[2]?.release()
    const left = Buffer.alloc(9)
    expect(left.toString('latin1', 0, readSync(pipe, left))).toBe('+*')
    jobserver.close()
  })

  it('stops waiting when the signal is aborted', async () => {
    const jobserver = open()
    const abort = new AbortController()
    const slot = await jobserver.acquire()
    const waiting = jobserver.acquire(abort.signal)
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow()
    slot.release()
    jobserver.close()
  })

  it.each([
    { summary: 'no pipe there', makeflags: '--jobserver-auth=fifo:/nowhere/fifo' },
    { summary: 'something else than a pipe', makeflags: '--jobserver-auth=fifo:/dev/null' },
    { summary: 'a descriptor that is closed', makeflags: '--jobserver-auth=998,999' },
    { summary: 'no make at all', makeflags: undefined },
  ])('is not there with $summary', ({ makeflags }) => {
    expect(Jobserver.open(makeflags)).toBeUndefined()
  })
})
