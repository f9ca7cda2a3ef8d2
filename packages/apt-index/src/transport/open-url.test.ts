import { expect, it } from 'vitest'
import { resolveRedirect } from './open-url.js'

it.each([
  { from: 'http://a.example.org/x/y', location: 'z', to: 'http://a.example.org/x/z' },
  { from: 'http://a.example.org/x', location: '//b.example.org/', to: 'http://b.example.org/' },
  {
    from: 'http://a.example.org/x',
    location: 'https://a.example.org/',
    to: 'https://a.example.org/',
  },
  { from: 'https://a.example.org/x', location: 'http://a.example.org/x', to: undefined },
  { from: 'http://a.example.org/x', location: 'file:///etc/passwd', to: undefined },
  { from: 'http://a.example.org/x', location: 'ftp://a.example.org/x', to: undefined },
  { from: 'http://a.example.org/x', location: 'http://', to: undefined },
  { from: 'http://u:p@a.example.org/x', location: '/y', to: 'http://u:p@a.example.org/y' },
  {
    from: 'http://u:p@a.example.org/x',
    location: 'http://b.example.org/',
    to: 'http://b.example.org/',
  },
  {
    from: 'https://u:p@a.example.org/x',
    location: 'https://b.example.org/',
    to: 'https://b.example.org/',
  },
])('from $from to $location leads to $to', ({ from, location, to }) => {
  expect(resolveRedirect(new URL(from), location)?.href).toBe(to)
})
