export { type ConfigureTreeOptions, configureTree } from './configure-tree.js'
export { diffSecondRun } from './diff-second-run.js'
export {
  DpkgConfigureError,
  type DpkgConfigureErrorCode,
  ScriptFailedError,
  type ScriptFailure,
} from './errors.js'
export { type FindConfiguredOptions, findConfigured } from './find-configured.js'
