export { AptConfiguration } from './apt-configuration.js'
export { archiveRelease } from './archive-release.js'
export { archiveUris, type ReleasePlace } from './archive-uris.js'
export { releaseDirectory } from './archive-url.js'
export { type Credential, parseAuthConf } from './auth-conf.js'
export { Cache, defaultCacheDirectory } from './cache.js'
export { type Cleartext, parseCleartext } from './cleartext.js'
export { type DebFile, debUrls } from './deb-urls.js'
export type { Digest, DigestAlgorithm } from './digest.js'
export { AptError, type AptErrorCode, FetchError, type FetchFailure } from './errors.js'
export { createFetchContext, type FetchContext, type FetchContextOptions } from './fetch-context.js'
export { fetchPackages } from './fetch-packages.js'
export { fetchRelease } from './fetch-release.js'
export { type FetchVerifiedOptions, fetchVerified } from './fetch-verified.js'
export { type FoundPackages, findPackages } from './find-packages.js'
export { type Host, hostSources, readHost, readSourcesFile } from './host.js'
export {
  type ArchiveIndex,
  type ArchiveRelease,
  formatIndexStream,
  type IndexedStanza,
  type ReadableIndex,
  readIndexStream,
  type UncheckedPart,
} from './index-stream.js'
export { isInside } from './is-inside.js'
export { fingerprintOf, type Keyring, readKeyring } from './keyring.js'
export { archiveBases, type Mirror, type MirrorQuestion } from './mirrors.js'
export { nativeArchitecture } from './native-architecture.js'
export { createNetwork, type Environment, type Network, type NetworkOptions } from './network.js'
export { type PackagesTarget, packagesTargets } from './packages-targets.js'
export { parseSources, type SourcesKind, sourcesKind } from './parse-sources.js'
export { parseRelease, type Release, type ReleaseEntry } from './release.js'
export { type ReleasePolicy, releasePolicy } from './release-policy.js'
export type { Source } from './source.js'
export type { SignedBy, SourceOptions } from './source-options.js'
export { type TrustOptions, TrustStore } from './trust.js'
export type { VerifiedRelease } from './verify-release.js'
