/** Stable codes of {@link OstreeRepoError}. */
export type OstreeRepoErrorCode =
  | 'ERR_OSTREE_NOT_A_REPO'
  | 'ERR_OSTREE_UNSUPPORTED_REPO'
  | 'ERR_OSTREE_REPO_EXISTS'
  | 'ERR_OSTREE_OBJECT_NOT_FOUND'
  | 'ERR_OSTREE_CORRUPT_OBJECT'
  | 'ERR_OSTREE_PARTIAL_COMMIT'
  | 'ERR_OSTREE_REF_NOT_FOUND'
  | 'ERR_OSTREE_CORRUPT_REF'
  | 'ERR_OSTREE_INVALID_REF'
  | 'ERR_OSTREE_INVALID_CHECKSUM'
  | 'ERR_OSTREE_AMBIGUOUS_CHECKSUM'
  | 'ERR_OSTREE_INVALID_VALUE'
  | 'ERR_OSTREE_INVALID_TREE'
  | 'ERR_OSTREE_INVALID_TAR'
  | 'ERR_OSTREE_PATH_NOT_FOUND'
  | 'ERR_OSTREE_UNSUPPORTED_FILE'
  | 'ERR_OSTREE_LOCK'
  | 'ERR_OSTREE_SYNC'
  | 'ERR_OSTREE_NO_SPACE'
  | 'ERR_OSTREE_XATTR'
  | 'ERR_OSTREE_CHECKOUT'
  | 'ERR_OSTREE_TRANSACTION'

/** Anything this package refuses or cannot do; `code` is stable, `message` is for people. */
export class OstreeRepoError extends Error {
  override readonly name: string = 'OstreeRepoError'
  readonly code: OstreeRepoErrorCode
  readonly hint?: string

  constructor(
    code: OstreeRepoErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    if (options.hint !== undefined) this.hint = options.hint
  }
}

/** An object that the repo (and its parent repo) does not have. */
export class ObjectNotFoundError extends OstreeRepoError {
  override readonly name = 'ObjectNotFoundError'
  /** `<checksum>.<type>` */
  readonly objectName: string

  constructor(objectName: string, repoPath: string) {
    super(
      'ERR_OSTREE_OBJECT_NOT_FOUND',
      `cannot find object ${objectName} in repo "${repoPath}": no such object`,
    )
    this.objectName = objectName
  }
}

/** An object whose bytes are not what its type or its name demands. */
export class CorruptObjectError extends OstreeRepoError {
  override readonly name = 'CorruptObjectError'
  /** `<checksum>.<type>` */
  readonly objectName: string
  /** Where the object lies on disk. */
  readonly path: string

  constructor(objectName: string, path: string, reason: string, cause?: unknown) {
    super('ERR_OSTREE_CORRUPT_OBJECT', `cannot read object ${objectName} ("${path}"): ${reason}`, {
      cause,
    })
    this.objectName = objectName
    this.path = path
  }
}

/** A rev that names neither a ref nor a commit of the repo. */
export class RefNotFoundError extends OstreeRepoError {
  override readonly name = 'RefNotFoundError'
  readonly rev: string

  constructor(rev: string, repoPath: string) {
    super('ERR_OSTREE_REF_NOT_FOUND', `cannot find rev "${rev}" in repo "${repoPath}": no such ref`)
    this.rev = rev
  }
}

/** A commit of which a pull left objects out, where all of it is needed. */
export class PartialCommitError extends OstreeRepoError {
  override readonly name = 'PartialCommitError'
  /** How the commit was asked for. */
  readonly rev: string
  readonly commit: string

  constructor(rev: string, commit: string) {
    super(
      'ERR_OSTREE_PARTIAL_COMMIT',
      `cannot use "${rev}": commit ${commit} is partial, some of its objects were not pulled`,
      { hint: 'pull it again without --commit-metadata-only and --subpath' },
    )
    this.rev = rev
    this.commit = commit
  }
}
