import { describe, expect, it } from 'vitest'
import { parseConfiguration } from '../test/parse-configuration.js'
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
    summary: "the environment's for https, in capitals",
    environment: { HTTPS_PROXY: 'http://q.example.org' },
    url: 'https://a.example.org/',
    proxy: 'http://q.example.org/',
  },
  {
    summary: 'none for a host in no_proxy',
    environment: { http_proxy: 'http://q.example.org', no_proxy: 'localhost, .example.org' },
    proxy: undefined,
  },
  {
    summary: 'none from HTTP_PROXY',
    environment: { HTTP_PROXY: 'http://q.example.org' },
    proxy: undefined,
  },
]

describe('the proxy', () => {
  it.each(proxies)('is $summary', ({ conf = '', environment = {}, url, proxy }) => {
    const configuration = parseConfiguration(conf)
    const network = createNetwork({ configuration, environment })
    expect(network.proxyFor(new URL(url ?? 'http://a.example.org/'))?.href).toBe(proxy)
  })
})

describe('credentials', () => {
  const credentials = parseAuthConf(`# ours
machine a.example.org login alice password s3cret
machine http://b.example.org:8080/debian
  login bob
  password builder
machine a.example.org/private login carol password 1
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
    timeout: 9000,
  })
  expect(createNetwork()).toMatchObject({ retries: 3, retryDelay: 1000, timeout: 30_000 })
})

it('names a proxy that is no URL, without its password', () => {
  const network = createNetwork({ environment: { http_proxy: 'ftp://me:pw@p.example.org' } })
  expect(() => network.proxyFor(new URL('http://a.example.org/'))).toThrow(
    'cannot use the proxy "ftp://p.example.org"',
  )
})
