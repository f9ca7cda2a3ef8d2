export { matchesArchitecture } from './architecture.js'
export {
  decodeBytes,
  displayText,
  encodeBytes,
  splitBlank,
  trimBlank,
  trimBlankEnd,
} from './byte-string.js'
export { satisfiesConstraint } from './constraint.js'
export { debianArchitecture } from './debian-architecture.js'
export {
  type DependenciesOf,
  type DependencyField,
  type DescribedPackage,
  dependenciesAmong,
  withDependencies,
} from './dependencies.js'
export { Deb822Error, type Deb822ErrorCode } from './errors.js'
export { FieldSet } from './field-set.js'
export { formatStanza } from './format-stanza.js'
export { parseStanza, parseStanzas } from './parse-stanzas.js'
export { readStanzaBatches, readStanzas } from './read-stanzas.js'
export {
  type Alternative,
  formatAlternative,
  formatRelations,
  parseRelations,
  type Relation,
  type VersionConstraint,
  type VersionOperator,
} from './relations.js'
export { parseReleaseDate } from './release-date.js'
export { Stanza, type TextBlock } from './stanza.js'
export { compareVersions, formatVersion, parseVersion, type Version } from './version.js'
