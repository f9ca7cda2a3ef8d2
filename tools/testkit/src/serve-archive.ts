import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ArchiveFiles } from './archive.js'

/** One request as a mishap sees it. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What an honest server would send; undefined for no such file. */
  readonly file: Buffer | undefined
  /** 1 for the first request of this path. */
  readonly count: number
}

/** Answers a request in place of the server. Returns false to let the server answer after all. */
export type Mishap = (exchange: Exchange) => boolean | undefined

/** An archive on loopback. */
export interface ArchiveServer {
  /** The base URI, ending in `/`. */
  readonly uri: string
  /** The paths that were asked for, in order. */
  readonly requests: string[]
  /** The files; a test may change them between requests. */
  readonly files: ArchiveFiles
  /** The status of each answer, in order. */
  readonly statuses: number[]
  /** Gives all files a new Last-Modified. */
  touch(): void
  close(): Promise<void>
}

/**
 * Serves the files over HTTP, with Range, Last-Modified and conditional requests as archives' servers
 * have them, save for the paths (a suffix is enough) that have a mishap.
 */
export async function serveArchive(
  files: ArchiveFiles,
  mishaps: Readonly<Record<string, Mishap>> = {},
): Promise<ArchiveServer> {
  const requests: string[] = []
  const statuses: number[] = []
  let lastModified = Date.UTC(2020, 0, 2)
  const server = createServer((request, response) => {
    const path = decodeURIComponent(
      new URL(request.url ?? '/', 'http://localhost').pathname.slice(1),
    )
    requests.push(path)
    const count = requests.filter((each) => each === path).length
    const file = files.get(path)
    const [, mishap] = Object.entries(mishaps).find(([suffix]) => path.endsWith(suffix)) ?? []
    if (mishap === undefined || mishap({ request, response, file, count }) === false) {
      answer(request, response, file, new Date(lastModified).toUTCString())
    }
    response.on('close', () => statuses.push(response.statusCode))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    uri: `http://127.0.0.1:${port}/`,
    requests,
    files,
    statuses,
    touch: () => {
      lastModified += 86_400_000
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: Buffer | undefined,
  lastModified: string,
): void {
  if (file === undefined) {
    response.writeHead(404).end('not found')
    return
  }
  if (request.headers['if-modified-since'] === lastModified) {
    response.writeHead(304).end()
    return
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const headers = { 'last-modified': lastModified, 'content-length': file.length - start }
  if (start > 0) {
    const range = `bytes ${start}-${file.length - 1}/${file.length}`
    response.writeHead(206, { ...headers, 'content-range': range }).end(file.subarray(start))
  } else response.writeHead(200, headers).end(file)
}
