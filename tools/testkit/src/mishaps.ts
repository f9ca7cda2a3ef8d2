import type { Mishap } from './serve-archive.js'

/** Answers with a status and nothing else. */
export function failWith(status: number): Mishap {
  return ({ response }) => {
    response.writeHead(status).end()
  }
}

/** Sends other content, as if it were the file. */
export function sendInstead(content: string | Uint8Array): Mishap {
  return ({ response }) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(content) }).end(content)
  }
}

/** Sends other content, made of the file's own. */
export function sendChanged(change: (file: Buffer) => Uint8Array): Mishap {
  return (exchange) => sendInstead(change(exchange.file ?? Buffer.alloc(0)))(exchange)
}

/** Redirects, also to where it came from. */
export function redirectTo(location: string): Mishap {
  return ({ response }) => {
    response.writeHead(302, { location }).end()
  }
}

/** Announces the whole file, sends half of it and resets the connection. */
export const resetHalfWay: Mishap = ({ request, response, file = Buffer.alloc(0) }) => {
  response.writeHead(200, { 'content-length': file.length })
  response.write(file.subarray(0, file.length / 2), () => request.socket.resetAndDestroy())
}

/** Sends half of the file, announces no more than that, and ends in good order. */
export const sendHalf: Mishap = (exchange) =>
  sendChanged((file) => file.subarray(0, file.length / 2))(exchange)

/** Sends half of the file without saying how long it is, and closes the connection. */
export const endHalfWay: Mishap = ({ response, file = Buffer.alloc(0) }) => {
  response.writeHead(200, { connection: 'close' })
  response.end(file.subarray(0, file.length / 2))
}

/** Sends half of the file and then nothing, the connection open. */
export const stall: Mishap = ({ response, file = Buffer.alloc(0) }) => {
  response.writeHead(200, { 'content-length': file.length })
  response.write(file.subarray(0, file.length / 2))
}

/** Lets a mishap happen the first `times` times a path is asked for. */
export function atFirst(times: number, mishap: Mishap): Mishap {
  return (exchange) => (exchange.count <= times ? mishap(exchange) : false)
}
