import type { VersionConstraint } from './relations.js'
import { compareVersions } from './version.js'

/** Returns whether `version` is one that the constraint allows; no constraint allows any. */
export function satisfiesConstraint(
  version: string,
  constraint: VersionConstraint | undefined,
): boolean {
  if (constraint === undefined) return true
  const order = compareVersions(version, constraint.version)
  switch (constraint.operator) {
    case '<<':
      return order < 0
    case '<=':
      return order <= 0
    case '=':
      return order === 0
    case '>=':
      return order >= 0
    case '>>':
      return order > 0
  }
}
