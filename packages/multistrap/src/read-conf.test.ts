import { describe, expect, it } from 'vitest'
import { readConf } from './read-conf.js'

/** Reads configurations that exist in this test only. */
function reader(files: Record<string, string>) {
  return async (path: string) => files[path] ?? Promise.reject(new Error(`no ${path}`))
}

describe('readConf', () => {
  it('adds what is included: lists grow, other keys of the including file stay', async () => {
    const { conf, files } = await readConf(
      'a/main.conf',
      reader({
        'a/main.conf':
          '[General]\narch=amd64\ninclude=base.conf\ndebconfseed=one\n[X]\nsuite=main\n',
        'a/base.conf':
          '[General]\narch=i386\nnoauth=true\ndebconfseed=two\ninclude=/etc/last.conf\n[X]\nsuite=base\nsource=s\n',
        '/etc/last.conf': '[Y]\nsource=y\n',
      }),
    )
    const values = [...conf].map(([name, { entries }]) => [
      name,
      Object.fromEntries([...entries].map(([key, { value }]) => [key, value])),
    ])
    expect(Object.fromEntries(values)).toEqual({
      general: {
        arch: 'amd64',
        include: 'base.conf /etc/last.conf',
        debconfseed: 'one two',
        noauth: 'true',
      },
      x: { suite: 'main', source: 's' },
      y: { source: 'y' },
    })
    expect(files).toEqual(['a/main.conf', 'a/base.conf', '/etc/last.conf'])
  })

  it('reads a file once, whoever includes it', async () => {
    const files = { 'a.conf': '[General]\ninclude=b.conf\n', 'b.conf': '[General]\ninclude=a.conf' }
    expect((await readConf('a.conf', reader(files))).files).toEqual(['a.conf', 'b.conf'])
  })

  it('names the line that includes what cannot be read', async () => {
    const read = readConf('a.conf', reader({ 'a.conf': '[General]\n\ninclude=gone.conf\n' }))
    await expect(read).rejects.toThrow('cannot use a.conf:3: it includes "gone.conf"')
  })
})
