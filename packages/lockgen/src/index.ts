export { checkCurrency, type Outdated } from './check-currency.js'
export { checkLock } from './check-lock.js'
export type { SettingChange } from './diff-headers.js'
export {
  diffLocks,
  diffPackages,
  isEmptyDiff,
  type LockDiff,
  type PackageChange,
  type SourceChange,
} from './diff-locks.js'
export { type AskSolver, externalSolver } from './edsp/external-solver.js'
export { LockgenError, type LockgenErrorCode } from './errors.js'
export { formatDiff, formatMarkdownDiff } from './format-diff.js'
export { formatPackages } from './format-packages.js'
export type { Previous } from './keep-previous.js'
export { lock } from './lock.js'
export { lockExternally } from './lock-externally.js'
export type { LockInput } from './lock-input.js'
export { type LockedUrl, lockUrls, type Mirrors } from './lock-urls.js'
export { OfferIndex } from './offers/offer-index.js'
export { type Offer, readOffers } from './offers/read-offers.js'
export { digestPins } from './pins/digest-pins.js'
export { type Pin, parsePreferences } from './pins/preferences.js'
export { isSameLock } from './same-lock.js'
export { type WhyStep, why } from './why.js'
