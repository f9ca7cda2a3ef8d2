import { expect, it } from 'vitest'
import { namespaceOptions } from './namespaces.js'

const ids = { uids: { first: 100000, count: 65536 }, gids: { first: 200000, count: 65535 } }

it.each([
  { backend: 'root' as const, mapping: [] },
  { backend: 'fakeroot' as const, mapping: ['--user', '--map-root-user'] },
  {
    backend: 'unshare' as const,
    mapping: [
      ...['--user', '--map-root-user'],
      ...['--map-users=100000,1,65536', '--map-groups=200000,1,65535'],
    ],
  },
])('maps the ids that backend $backend has', ({ backend, mapping }) => {
  const options = namespaceOptions(backend, ids)
  expect(options.slice(0, options.indexOf('--mount'))).toEqual(mapping)
})
