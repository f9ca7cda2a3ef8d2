export type { Configuration, ConfigurationSection } from './configuration.js'
export { type ConvertedConf, convertConfiguration, type ImageKeys } from './convert.js'
export {
  type ConvertedFile,
  convertFile,
  formatConfiguration,
  imageOf,
  readMultistrap,
} from './convert-file.js'
export { MultistrapError } from './errors.js'
export { readConfiguration } from './read-configuration.js'
export type { Setting } from './section-reader.js'
export { type SourcesFile, sourcesFiles } from './sources-script.js'
