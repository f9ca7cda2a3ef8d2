import { describe, expect, it } from 'vitest'
import { parseConfiguration } from '../../test/parse-configuration.js'
import { parseAuthConf } from './auth-conf.js'
import { createNetwork, type Environment } from './network.js'

interface Case {
  readonly summary: string
  readonly conf?: string
  readonly environment?: Environment
  readonly url?: string
  readonly proxy: string | undefined
}

const proxies: Case[] = [
  { summary: 'none', proxy: undefined },
  {
    summary: "apt's",
    conf: 'Acquire::http::Proxy "http://p.example.org:3128";',
    proxy: 'http://p.example.org:3128/',
  },
  {
    summary: "apt's before the environment's",
    conf: 'Acquire::http::Proxy "http://p.example.org:3128";',
    environment: { http_proxy: 'http://q.example.org' },
    proxy: 'http://p.example.org:3128/',
  },
  {
    summary: 'the one for the host',
    conf: 'Acquire::http::Proxy "http://p.example.org"; Acquire::http::Proxy::a.example.org "http://r.example.org";',
    proxy: 'http://r.example.org/',
  },
  {
    summary: 'none for a host that is direct',
    conf: 'Acquire::http::Proxy "http://p.example.org"; Acquire::http::Proxy::a.example.org "DIRECT";',
    environment: { http_proxy: 'http://q.example.org' },
    proxy: undefined,
  },
  {
    summary: "http's for https, as for apt",
    conf: 'Acquire::http::Proxy "http://p.example.org";',
    url: 'https://a.example.org/',
    proxy: 'http://p.example.org/',
  },
  {
    summary: "the environment's",
    environment: { http_proxy: 'http://q.example.org' },
    proxy: 'http://q.example.org/',
  },
  {
    summary: "the environment's for https before that for http",
    environment: { http_proxy: 'http://p.example.org', https_proxy: 'http://q.example.org' },
    url: 'https://a.example.org/',
    proxy: 'http://q.example.org/',
  },
  {
    summary: 'none for a host in no_proxy',
    environment: { http_proxy: 'http://q.example.org', no_proxy: 'localhost,.EXAMPLE.org' },
    proxy: undefined,
  },
  {
    summary: "the environment's for http, for https too",
    environment: { http_proxy: 'http://q.example.org' },
    url: 'https://a.example.org/',
    proxy: 'http://q.example.org/',
  },
  {
    summary: 'none for a host in no_proxy, though apt has one',
    conf: 'Acquire::http::Proxy "http://p.example.org";',
    environment: { no_proxy: 'example.org' },
    proxy: undefined,
  },
  {
    summary: "none for a host that is direct, whatever https's is",
    conf: 'Acquire::http::Proxy::a.example.org "DIRECT"; Acquire::https::Proxy "http://p.example.org";',
    url: 'https://a.example.org/',
    proxy: undefined,
  },
  {
    summary: 'at an IPv6 address',
    conf: 'Acquire::http::Proxy "http://[::1]:3128/";',
    proxy: 'http://[::1]:3128/',
  },
  {
    summary: 'of SOCKS',
    conf: 'Acquire::http::Proxy "socks5h://p.example.org:1080";',
    proxy: 'socks5h://p.example.org:1080',
  },
  {
    summary: 'what Proxy-Auto-Detect says',
    conf: 'Acquire::http::Proxy-Auto-Detect "/bin/echo"; Acquire::http::Proxy "http://p.example.org";',
    proxy: 'http://a.example.org/',
  },
  {
    summary: "apt's where Proxy-Auto-Detect says nothing",
    conf: 'Acquire::http::Proxy-Auto-Detect "/bin/true"; Acquire::http::Proxy "http://p.example.org";',
    proxy: 'http://p.example.org/',
  },
  {
    summary: 'none from HTTP_PROXY',
    environment: { HTTP_PROXY: 'http://q.example.org' },
    proxy: undefined,
  },
]

describe('the proxy', () => {
  it.each(proxies)('is $summary', async ({ conf = '', environment = {}, url, proxy }) => {
    const configuration = parseConfiguration(conf)
    const network = createNetwork({ configuration, environment })
    const found = await network.proxyFor(new URL(url ?? 'http://a.example.org/'))
    expect(found?.url.href).toBe(proxy)
  })
})

describe('credentials', () => {
  const credentials = parseAuthConf(`# ours
machine a.example.org login alice password s3cret
machine http://b.example.org:8080/debian
  login bob
  password builder
machine a.example.org/private login carol password 1
machine d.example.org/private login dora password p\u00c3\u00a4ss
`)
  const network = createNetwork({ credentials })
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`

  it.each([
    { url: 'https://a.example.org/debian', authorization: basic('alice:s3cret') },
    { url: 'http://a.example.org/debian', authorization: undefined },
    { url: 'http://b.example.org:8080/debian/dists', authorization: basic('bob:builder') },
    { url: 'http://b.example.org:8080/other', authorization: undefined },
    { url: 'http://b.example.org/debian', authorization: undefined },
    { url: 'https://c.example.org/', authorization: undefined },
    { url: 'https://a.example.org:8443/debian', authorization: basic('alice:s3cret') },
    { url: 'https://d.example.org/private/x', authorization: basic('dora:päss') },
    { url: 'https://d.example.org:8443/private/x', authorization: undefined },
    { url: 'http://u:%70@b.example.org:8080/debian', authorization: basic('u:p') },
  ])('for $url are $authorization', ({ url, authorization }) => {
    expect(network.authorizationFor(new URL(url))).toBe(authorization)
  })
})

it("takes retries, their delay and the timeout from apt's configuration", () => {
  const text = 'Acquire { Retries "7"; Retries::Delay "no"; http::Timeout "9"; };'
  const configuration = parseConfiguration(text)
  expect(createNetwork({ configuration })).toMatchObject({
    retries: 7,
    retryDelay: 0,
  })
  expect(createNetwork()).toMatchObject({ retries: 3, retryDelay: 1000 })
})

it('takes the timeout of the scheme, or else of http', () => {
  const url = (scheme: string) => new URL(`${scheme}://a.example.org/`)
  const ofHttp = createNetwork({ configuration: parseConfiguration('Acquire::http::Timeout "9";') })
  expect([ofHttp.timeoutFor(url('http')), ofHttp.timeoutFor(url('https'))]).toEqual([9000, 9000])
  const ofHttps = createNetwork({
    configuration: parseConfiguration('Acquire::https::Timeout "7";'),
  })
  expect([ofHttps.timeoutFor(url('http')), ofHttps.timeoutFor(url('https'))]).toEqual([
    30_000, 7000,
  ])
})

it('shows a proxy its own credentials, from its URL or auth.conf', async () => {
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
  const credentials = parseAuthConf('machine http://p.example.org:3128 login me password pw')
  const environment = {
    http_proxy: 'http://p.example.org:3128',
    https_proxy: 'http://a:b@q.example.org',
  }
  const network = createNetwork({ credentials, environment })
  const shown = async (url: string) => (await network.proxyFor(new URL(url)))?.authorization
  expect(await shown('http://a.example.org/')).toBe(basic('me:pw'))
  expect(await shown('https://a.example.org/')).toBe(basic('a:b'))
})

it('names a proxy that is no URL, without its password', async () => {
  const network = createNetwork({ environment: { http_proxy: 'ftp://me:pw@p.example.org' } })
  await expect(network.proxyFor(new URL('http://a.example.org/'))).rejects.toThrow(
    'cannot use the proxy "ftp://p.example.org"',
  )
})
