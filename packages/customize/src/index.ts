export { changesFiles, type ImageChanges, runsCommands } from './changes.js'
export { type CustomizeOptions, customizeTree } from './customize-tree.js'
export { CustomizeError } from './errors.js'
