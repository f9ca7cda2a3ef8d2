import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNetwork } from '../transport/network.js'
import { archiveBases, mirrorListUri, parseMirrorList } from './mirrors.js'

const list = `# ours
http://late.example.org/debian/

file:/srv/mirror\tpriority:1 type:index
http://amd64.example.org/debian\tpriority:2\tarch:amd64 arch:all type:deb
https://second.example.org/debian/\tpriority:3
ftp://no.example.org/debian
`

describe('a mirror list', () => {
  it.each([
    { uri: 'mirror+file:/etc/apt/mirrors.list/', at: 'file:///etc/apt/mirrors.list' },
    { uri: 'mirror+file:///etc/apt/mirrors.list', at: 'file:///etc/apt/mirrors.list' },
    { uri: 'mirror+https://m.example.org/list.txt/', at: 'https://m.example.org/list.txt' },
    { uri: 'mirror://m.example.org/list.txt', at: 'http://m.example.org/list.txt' },
    { uri: 'http://m.example.org/debian/', at: undefined },
  ])('of $uri is at $at', ({ uri, at }) => {
    expect(mirrorListUri(uri)).toBe(at)
  })

  it('from the net names no files', () => {
    const uris = parseMirrorList(list, false).map(({ uri }) => uri)
    expect(uris).toEqual([
      'http://late.example.org/debian/',
      'http://amd64.example.org/debian/',
      'https://second.example.org/debian/',
    ])
  })

  it.each([
    {
      question: { type: 'index' } as const,
      bases: ['file:///srv/mirror/', 'https://second.example.org/debian/'],
    },
    {
      question: { type: 'deb', arch: 'amd64' } as const,
      bases: ['http://amd64.example.org/debian/', 'https://second.example.org/debian/'],
    },
    {
      question: { type: 'deb', arch: 'arm64' } as const,
      bases: ['https://second.example.org/debian/'],
    },
  ])('is asked by priority for $question', async ({ question, bases }) => {
    const folder = await mkdtemp(join(tmpdir(), 'mirrors-'))
    try {
      const path = join(folder, 'list')
      await writeFile(path, list)
      const found = await archiveBases(`mirror+file:${path}`, question, createNetwork())
      expect(found).toEqual([...bases, 'http://late.example.org/debian/'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('must name a mirror', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mirrors-'))
    try {
      const path = join(folder, 'list')
      await writeFile(path, '# none\n')
      const finding = archiveBases(`mirror+file:${path}`, { type: 'deb' }, createNetwork())
      await expect(finding).rejects.toThrow(/cannot use the mirror list ".*": it names no mirror/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
