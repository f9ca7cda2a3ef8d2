export { archiveUris, type ReleasePlace } from './addresses/archive-uris.js'
export { releaseDirectory } from './addresses/archive-url.js'
export { type DebFile, debUrls, isInside } from './addresses/deb-urls.js'
export { archiveBases, type Mirror, type MirrorQuestion } from './addresses/mirrors.js'
export { Cache, defaultCacheDirectory } from './cache.js'
export { AptError, type AptErrorCode, FetchError, type FetchFailure } from './errors.js'
export { createFetchContext, type FetchContext, type FetchContextOptions } from './fetch-context.js'
export { fetchPackages } from './fetch-packages.js'
export { type FoundPackages, findPackages } from './find-packages.js'
export { AptConfiguration } from './host/apt-configuration.js'
export { type Host, hostSources, readHost, readSourcesFile } from './host/host.js'
export {
  type ArchiveIndex,
  type ArchiveRelease,
  formatIndexStream,
  type IndexedStanza,
  type ReadableIndex,
  readIndexStream,
  type UncheckedPart,
} from './index-stream.js'
export { type PackagesTarget, packagesTargets } from './indexes/packages-targets.js'
export { nativeArchitecture } from './native-architecture.js'
export { archiveRelease } from './release/archive-release.js'
export type { Digest, DigestAlgorithm } from './release/digest.js'
export { fetchRelease } from './release/fetch-release.js'
export { parseRelease, type Release, type ReleaseEntry } from './release/release.js'
export { type ReleasePolicy, releasePolicy } from './release/release-policy.js'
export { parseSources, type SourcesKind, sourcesKind } from './sources/parse-sources.js'
export type { Source } from './sources/source.js'
export type { SignedBy, SourceOptions } from './sources/source-options.js'
export { type Credential, parseAuthConf } from './transport/auth-conf.js'
export { type FetchVerifiedOptions, fetchVerified } from './transport/fetch-verified.js'
export {
  createNetwork,
  type Environment,
  type Network,
  type NetworkOptions,
} from './transport/network.js'
export { type Cleartext, parseCleartext } from './trust/cleartext.js'
export { fingerprintOf, type Keyring, readKeyring } from './trust/keyring.js'
export { type TrustOptions, TrustStore } from './trust/trust.js'
export type { VerifiedRelease } from './trust/verify-release.js'
