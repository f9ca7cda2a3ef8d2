import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, request as requestHttp } from 'node:http'
import { createServer as createHttpsServer, globalAgent } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer,
  type Server as NetServer,
  type Socket,
} from 'node:net'
import { type ArchiveFiles, buildSuite } from '@apt2ostree/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AptHost } from './apt-host.js'
import { archiveKey, packagesText } from './attack.js'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const cert = fixture('loopback.crt')

let files: ArchiveFiles
beforeAll(async () => {
  globalAgent.options.ca = cert
  const indexes = { 'main/binary-amd64/Packages': packagesText }
  files = await buildSuite({ indexes, keys: [archiveKey] })
})
afterAll(() => {
  delete globalAgent.options.ca
})

const servers: NetServer[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) {
    await new Promise((resolve) => server.close(resolve))
  }
})

/** Starts a server on a free port of loopback and returns the port. */
async function listen(server: NetServer): Promise<number> {
  servers.push(server.on('connection', (socket) => sockets.push(socket)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const serveFiles: Parameters<typeof createHttpServer>[1] = (request, response) => {
  const file = files.get(request.url?.slice(1) ?? '')
  if (file) response.end(file)
  else response.writeHead(404).end()
}

const serveHttps = (handler = serveFiles) =>
  listen(createHttpsServer({ key: fixture('loopback.key'), cert }, handler))

/** Starts an HTTP proxy; `log` tells what went through it. */
async function serveProxy(log: string[], isTls = false): Promise<number> {
  const make = isTls
    ? (handler: typeof serveFiles) =>
        createHttpsServer({ key: fixture('loopback.key'), cert }, handler)
    : createHttpServer
  const proxy = make((request, response) => {
    log.push(`${request.method} ${request.url}`)
    requestHttp(request.url ?? '', { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    }).end()
  })
  proxy.on('connect', (request, socket) => {
    log.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    const [host, port] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const end of [socket, upstream]) end.on('error', () => end.destroy())
  })
  return listen(proxy)
}

/** Starts a SOCKS5 proxy that leads everything to one port; `asked` tells where it should go. */
async function serveSocks(asked: string[], port: number): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]))
      socket.once('data', (request) => {
        const end = 5 + (request[4] ?? 0)
        asked.push(`${request.subarray(5, end)}:${request.readUInt16BE(end)}`)
        socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        const upstream = connect(port, '127.0.0.1')
        upstream.pipe(socket).pipe(upstream)
        for (const side of [socket, upstream]) side.on('error', () => side.destroy())
      })
    })
  })
  return listen(server)
}

async function fetchFrom(uri: string, conf: readonly string[] = [], auth = '') {
  const host = await AptHost.create(conf)
  try {
    const keyring = await host.write('etc/apt/keyrings/test.gpg', archiveKey.binary)
    await host.write('etc/apt/auth.conf.d/test.conf', auth)
    return await host.aptIndex(
      'packages',
      '--source',
      `deb [signed-by=${keyring}] ${uri} stable main`,
    )
  } finally {
    await host.remove()
  }
}

describe('https', () => {
  it('is fetched from a server of a trusted certificate', async () => {
    const port = await serveHttps()
    expect(await fetchFrom(`https://localhost:${port}`)).toMatchObject({ status: 0, stderr: '' })
  })

  it('is refused from a server of another name', async () => {
    const port = await serveHttps()
    const host = `evil.localhost:${port}`
    expect(await fetchFrom(`https://${host}`)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`cannot fetch "https://${host}/dists/stable/InRelease": `),
    })
  })

  it('is not left by a redirect', async () => {
    const open = await listen(createHttpServer(serveFiles))
    const port = await serveHttps((request, response) => {
      response.writeHead(301, { location: `http://127.0.0.1:${open}${request.url}` }).end()
    })
    expect(await fetchFrom(`https://localhost:${port}`)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(`it redirects to "http://127.0.0.1:${open}/dists/`),
    })
  })

  it('may be redirected to', async () => {
    const port = await serveHttps()
    const open = createHttpServer((request, response) => {
      response.writeHead(301, { location: `https://localhost:${port}${request.url}` }).end()
    })
    expect(await fetchFrom(`http://127.0.0.1:${await listen(open)}`)).toMatchObject({ status: 0 })
  })
})

describe('a proxy', () => {
  it('is asked for http by the whole URL', async () => {
    const log: string[] = []
    const port = await listen(createHttpServer(serveFiles))
    const proxy = await serveProxy(log)
    const conf = [`Acquire::http::Proxy "http://127.0.0.1:${proxy}";`]
    expect(await fetchFrom(`http://127.0.0.1:${port}`, conf)).toMatchObject({ status: 0 })
    expect(log[0]).toBe(`GET http://127.0.0.1:${port}/dists/stable/InRelease`)
  })

  it('tunnels https, and is shown its own credentials', async () => {
    const log: string[] = []
    const port = await serveHttps()
    const proxy = await serveProxy(log)
    const conf = [`Acquire::http::Proxy "http://me:pw@127.0.0.1:${proxy}";`]
    expect(await fetchFrom(`https://localhost:${port}`, conf)).toMatchObject({
      status: 0,
      stderr: '',
    })
    const pair = Buffer.from('me:pw').toString('base64')
    expect(new Set(log)).toEqual(new Set([`CONNECT localhost:${port} Basic ${pair}`]))
  })
})

describe('a proxy behind TLS', () => {
  it.each(['http', 'https'])('is used for %s', async (scheme) => {
    const log: string[] = []
    const port =
      scheme === 'https' ? await serveHttps() : await listen(createHttpServer(serveFiles))
    const proxy = await serveProxy(log, true)
    const conf = [`Acquire::http::Proxy "https://me:pw@localhost:${proxy}";`]
    const uri = `${scheme}://localhost:${port}`
    expect(await fetchFrom(uri, conf)).toMatchObject({ status: 0, stderr: '' })
    expect(log[0]).toMatch(scheme === 'https' ? /^CONNECT localhost:/ : /^GET http:\/\/localhost/)
  })
})

describe('a SOCKS proxy', () => {
  it('is told names, and looks them up itself', async () => {
    const asked: string[] = []
    const port = await listen(createHttpServer(serveFiles))
    const proxy = await serveSocks(asked, port)
    const conf = [`Acquire::http::Proxy "socks5h://127.0.0.1:${proxy}";`]
    expect(await fetchFrom('http://nowhere.example.org', conf)).toMatchObject({
      status: 0,
      stderr: '',
    })
    expect(new Set(asked)).toEqual(new Set(['nowhere.example.org:80']))
  })
})

describe('a busy server', () => {
  it('is asked again when it says', async () => {
    let asked = 0
    const port = await listen(
      createHttpServer((request, response) => {
        asked += 1
        if (asked > 1) serveFiles(request, response)
        else response.writeHead(429, { 'retry-after': '1' }).end()
      }),
    )
    const start = Date.now()
    expect(await fetchFrom(`http://127.0.0.1:${port}`)).toMatchObject({ status: 0, stderr: '' })
    expect(Date.now() - start).toBeGreaterThan(900)
  })
})

describe('an object store', () => {
  it('answers 403 for a missing InRelease', async () => {
    const indexes = { 'main/binary-amd64/Packages': packagesText }
    const detached = await buildSuite({ indexes, keys: [archiveKey], signatures: 'detached' })
    const port = await listen(
      createHttpServer((request, response) => {
        const file = detached.get(request.url?.slice(1) ?? '')
        if (file) response.end(file)
        else response.writeHead(403).end()
      }),
    )
    expect(await fetchFrom(`http://127.0.0.1:${port}`)).toMatchObject({ status: 0, stderr: '' })
  })
})

describe('credentials', () => {
  const password = 's3cret'
  const serve = () =>
    listen(
      createHttpServer((request, response) => {
        const pair = Buffer.from(`alice:${password}`).toString('base64')
        if (request.headers.authorization === `Basic ${pair}`) serveFiles(request, response)
        else response.writeHead(401).end()
      }),
    )

  it('are taken from auth.conf.d', async () => {
    const uri = `http://127.0.0.1:${await serve()}`
    const auth = `machine ${uri} login alice password ${password}\n`
    expect(await fetchFrom(uri, [], auth)).toMatchObject({ status: 0 })
    expect(await fetchFrom(uri)).toMatchObject({ status: 1, stdout: '' })
  })

  it('in a URI are used, and never printed', async () => {
    const port = await serve()
    const good = await fetchFrom(`http://alice:${password}@127.0.0.1:${port}`)
    expect(good).toMatchObject({ status: 0, stdout: expect.not.stringContaining(password) })
    const bad = await fetchFrom(`http://bob:${password}@127.0.0.1:${port}`)
    expect(bad).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/HTTP status 401/),
    })
    expect(bad.stderr).not.toContain(password)
  })
})
