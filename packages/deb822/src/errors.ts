/** What went wrong; stable, for callers that branch on it. */
export type Deb822ErrorCode =
  | 'ERR_DEB822_SYNTAX'
  | 'ERR_DEB822_VERSION'
  | 'ERR_DEB822_RELATION'
  | 'ERR_DEB822_ARCHITECTURE'

/** Control data that breaks its grammar; `line` counts from 1 where the text has lines. */
export class Deb822Error extends Error {
  override readonly name = 'Deb822Error'
  readonly code: Deb822ErrorCode
  readonly line: number | undefined

  constructor(code: Deb822ErrorCode, message: string, line?: number) {
    super(line === undefined ? message : `${message} (line ${line})`)
    this.code = code
    this.line = line
  }
}
