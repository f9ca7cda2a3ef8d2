import { mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Ending, endEarly } from './end-early.js'
import { type LongCommand, prepareLongCommands, serveSmallSystem } from './long-commands.js'
import { out } from './run.js'

/** Which commands are ended, by what, and how often each. */
export interface Endings {
  readonly commands: readonly string[]
  readonly endings: readonly Ending[]
  readonly rounds: number
}

const statusOf: Readonly<Partial<Record<Ending, number>>> = {
  SIGINT: 130,
  'SIGINT twice': 130,
  SIGTERM: 143,
  SIGHUP: 129,
}

/** What a command made when nobody ended it, and how long that took. */
interface Whole {
  readonly result: string
  readonly places: readonly string[]
  readonly objects: string
  readonly milliseconds: number
}

/**
 * Tests that a command that is ended at any moment leaves nothing behind: at once where it can clean
 * up, after the next run where it was killed; and that the next run comes to the same.
 */
export function describeEndings({ commands, endings, rounds }: Endings): void {
  const { describe, it } = needs(
    ...(['script', 'ostree', 'sandbox', 'dpkg', 'ldd', 'users'] as const),
  )
  describe('a command that is ended', { timeout: 3_600_000 }, () => {
    let top: string
    let close: () => Promise<void>
    let all: readonly LongCommand[]
    const whole = new Map<string, Whole>()
    const env = () => ({ HOME: join(top, 'home'), TMPDIR: join(top, 'tmp') })
    const cwd = () => join(top, 'at-work')
    const inFolder = (line: string) => out(line, { cwd: cwd(), env: env() })
    const reset = (name: string) => out(`rm -rf ${cwd()} && cp -al ${join(top, name)} ${cwd()}`)
    /** All that is there beside objects, refs and what is kept for the next run. */
    const places = async () =>
      (
        await inFolder(`find . ../tmp -not -path './repo/objects/*' -not -path './repo/refs/*' \\
        -not -path './repo/tmp/cache*' -not -path './tree/*' | sort`)
      ).split('\n')
    const objects = () => inFolder('find . -path "./repo/objects/*" -type f | sort')
    const find = (name: string) => {
      const command = all.find((each) => each.name === name)
      if (command === undefined) throw new Error(`there is no command "${name}"`)
      return command
    }
    const runWhole = async ({ name, line, result }: LongCommand) => {
      const known = whole.get(name)
      if (known !== undefined) return known
      await reset(name)
      const began = Date.now()
      await inFolder(line)
      const milliseconds = Date.now() - began
      const made = { milliseconds, result: await inFolder(result), places: await places() }
      const all: Whole = { ...made, objects: await objects() }
      whole.set(name, all)
      return all
    }

    beforeAll(async () => {
      top = mkdtempSync('/var/tmp/endings-')
      for (const name of ['home', 'tmp']) mkdirSync(join(top, name))
      const archive = await serveSmallSystem()
      close = archive.close
      all = await prepareLongCommands(top, archive)
    }, 3_600_000)
    afterAll(async () => {
      await close?.()
      await rm(top, { recursive: true })
    }, 3_600_000)

    it.each(commands.flatMap((name) => endings.map((ending) => ({ name, ending }))))(
      '$name, by $ending, leaves nothing',
      async ({ name, ending }) => {
        const command = find(name)
        const expected = await runWhole(command)
        for (let round = 0; round < rounds; round += 1) {
          await reset(name)
          const before = await places()
          const afterMs = Math.round(Math.random() * expected.milliseconds)
          const at = `${name}, by ${ending} after ${afterMs} ms`
          const { status, shown } = await endEarly(command.line, {
            cwd: cwd(),
            env: env(),
            ending,
            afterMs,
          })
          const isDone = status === 0
          const wanted = statusOf[ending]
          if (wanted !== undefined) {
            if (!isDone) expect({ at, status, shown }).toEqual({ at, status: wanted, shown })
            const left = (await places()).filter((path) => !before.includes(path))
            const known = new Set(expected.places)
            expect({ at, left: left.filter((path) => !known.has(path)) }).toEqual({ at, left: [] })
            // a signal that comes just after the result leaves it, but whole
            if (left.some((path) => !/^\.\/(pool|repo)(\/|$)/.test(path))) {
              expect({ at, result: await inFolder(command.result) }).toEqual({
                at,
                result: expected.result,
              })
            }
          }
          await inFolder('test ! -d repo || ostree --repo=repo fsck --quiet')
          // a checkout that was killed is half a directory, as cp's would be
          if (name === 'checkout') await inFolder('rm -rf tree')
          await inFolder(command.line)
          expect({ at, result: await inFolder(command.result) }).toEqual({
            at,
            result: expected.result,
          })
          expect({ at, places: await places() }).toEqual({ at, places: expected.places })
          expect({ at, objects: await objects() }).toEqual({ at, objects: expected.objects })
        }
      },
    )
  })
}
