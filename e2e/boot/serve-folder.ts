import { createReadStream } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'

/** A web server for the files of a folder, on a port of the loopback interface. */
export interface FolderServer {
  readonly port: number
  close(): void
}

/** Starts to serve a folder; guests of QEMU see this host as 10.0.2.2. */
export async function serveFolder(folder: string): Promise<FolderServer> {
  const server: Server = createServer((request, response) => {
    const path = join(folder, normalize(new URL(request.url ?? '/', 'http://host').pathname))
    const file = createReadStream(path)
    file.on('error', () => response.writeHead(404).end())
    file.pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}
