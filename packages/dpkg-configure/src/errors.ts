/** Stable codes of {@link DpkgConfigureError}. */
export type DpkgConfigureErrorCode =
  | 'ERR_DPKG_CONFIGURE_TREE'
  | 'ERR_DPKG_CONFIGURE_LAYERS'
  | 'ERR_DPKG_CONFIGURE_SCRIPT'
  | 'ERR_DPKG_CONFIGURE_STEP'

/** Anything this package refuses or cannot do; `code` is stable, `message` is for people. */
export class DpkgConfigureError extends Error {
  override readonly name: string = 'DpkgConfigureError'
  readonly code: DpkgConfigureErrorCode
  readonly hint?: string

  constructor(
    code: DpkgConfigureErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    if (options.hint !== undefined) this.hint = options.hint
  }
}

/** What is known of a package whose script failed. */
export interface ScriptFailure {
  readonly package: string
  /** `preinst`, `postinst` … as deb-postinst(5) and its relatives name them. */
  readonly script: string
  /** In words: `exit status 1`, `killed by SIGKILL`, `it still ran after 60 s`. */
  readonly reason: string
  /** The last lines of what it printed. */
  readonly output: readonly string[]
}

/** A maintainer script that failed; the branch was not moved. */
export class ScriptFailedError extends DpkgConfigureError {
  override readonly name = 'ScriptFailedError'
  readonly failure: ScriptFailure

  constructor(failure: ScriptFailure, options: { hint?: string | undefined } = {}) {
    const { output, reason, script } = failure
    const shown = output.map((line) => `\n  | ${line}`).join('')
    super(
      'ERR_DPKG_CONFIGURE_SCRIPT',
      `cannot configure package "${failure.package}": ${script}: ${reason}${shown}`,
      options,
    )
    this.failure = failure
  }
}
