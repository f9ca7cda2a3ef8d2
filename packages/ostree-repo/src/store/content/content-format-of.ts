import type { RepoConfig } from '../repo-config.js'
import { archiveFormat } from './archive-format.js'
import { bareFormat, bareUserOnlyFormat } from './bare-format.js'
import { bareUserFormat } from './bare-user-format.js'
import type { ContentFormat } from './content-format.js'

/** How a repo with this config stores content objects. */
export function contentFormatOf(config: RepoConfig): ContentFormat {
  switch (config.mode) {
    case 'archive':
      return archiveFormat(config.zlibLevel)
    case 'bare':
      return bareFormat
    case 'bare-user':
      return bareUserFormat
    case 'bare-user-only':
      return bareUserOnlyFormat
  }
}
