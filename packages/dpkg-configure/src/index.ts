export { type BaseInUse, type ConfigureTreeOptions, configureTree } from './configure-tree.js'
export { answeredPackages } from './debconf-selections.js'
export { describeBase } from './describe-base.js'
export { diffSecondRun } from './diff-second-run.js'
export {
  DpkgConfigureError,
  type DpkgConfigureErrorCode,
  ScriptFailedError,
  type ScriptFailure,
} from './errors.js'
export { type FindConfiguredOptions, findConfigured } from './find-configured.js'
