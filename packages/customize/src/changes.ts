import type { Treefile } from '@apt2ostree/treefile'

/** What an image.yaml changes in a tree once its packages are configured. */
export type ImageChanges = Pick<
  Treefile,
  'removeFiles' | 'addFiles' | 'enableUnits' | 'disableUnits' | 'defaultTarget' | 'postprocess'
>

/** Whether files are to be removed or added. */
export function changesFiles({ removeFiles, addFiles }: ImageChanges): boolean {
  return removeFiles.length > 0 || addFiles.length > 0
}

/** Whether anything is to be run inside the tree. */
export function runsCommands(changes: ImageChanges): boolean {
  const { enableUnits, disableUnits, postprocess, defaultTarget } = changes
  return (
    defaultTarget !== undefined ||
    [enableUnits, disableUnits, postprocess].some((l) => l.length > 0)
  )
}
