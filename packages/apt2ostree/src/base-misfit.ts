import type { Lockfile } from '@apt2ostree/lockfile'

/** What the configured tree of an image is made of. */
export interface SystemInput {
  readonly lock: Lockfile
  readonly mergedUsr: boolean | undefined
  readonly answers: readonly Answers[]
}

/** Answers to debconf's questions. */
export interface Answers {
  /** As debconf-set-selections(1) reads it. */
  readonly text: string
  /** The names of the packages that it speaks of. */
  readonly packages: readonly string[]
}

/**
 * Why packages added to the configured `base` would not come to the same as `system` configured at
 * once; undefined when they do. All of the base must be in the system as it is, with all that every
 * package may rely on unasked, and nothing may be answered otherwise to a package of the base.
 */
export function baseMisfit(system: SystemInput, base: SystemInput): string | undefined {
  const { lock } = system
  if (base.lock.architecture !== lock.architecture) return 'it is of another architecture'
  const foreign = base.lock.foreignArchitectures.find(
    (architecture) => !lock.foreignArchitectures.includes(architecture),
  )
  if (foreign !== undefined) return `it is open to packages of ${foreign}`
  if (base.mergedUsr !== system.mergedUsr) return 'merged-usr is another'
  const locked = new Set(lock.packages.map(({ sha256 }) => sha256))
  const other = base.lock.packages.find(({ sha256 }) => !locked.has(sha256))
  if (other !== undefined) return `${other.name} ${other.version} is not in the lockfile`
  const there = new Set(base.lock.packages.map(({ sha256 }) => sha256))
  const essential = lock.packages.find(
    ({ sha256, stanza }) => stanza.get('Essential') === 'yes' && !there.has(sha256),
  )
  if (essential !== undefined) return `it is without the essential package ${essential.name}`
  return otherAnswer(system, base)
}

function otherAnswer(system: SystemInput, base: SystemInput): string | undefined {
  const given = new Set(base.answers.map(({ text }) => text))
  const wanted = new Set(system.answers.map(({ text }) => text))
  if ([...given].some((text) => !wanted.has(text))) return 'it was given other answers'
  const names = new Set(base.lock.packages.map(({ name }) => name))
  const owner = system.answers
    .filter(({ text }) => !given.has(text))
    .flatMap(({ packages }) => packages)
    .find((name) => names.has(name))
  return owner === undefined ? undefined : `${owner} is to be given answers that it was not given`
}
