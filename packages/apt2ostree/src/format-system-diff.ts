import { formatDiff, formatMarkdownDiff } from '@apt2ostree/lockgen'
import type { SettingChange, SystemDiff } from './diff-systems.js'

/** A diff of two systems as text: packages as `lockgen diff` has them, then a line for each setting. */
export function formatSystemDiff(diff: SystemDiff): string {
  const lines = diff.settings.map((change) => `  ${change.key} ${describe(change)}\n`)
  const made = lines.length === 0 ? '' : `Settings:\n${lines.join('')}`
  return [formatDiff(diff), made].filter((part) => part !== '').join('\n')
}

/** The same as Markdown. */
export function formatMarkdownSystemDiff(diff: SystemDiff): string {
  const rows = diff.settings.map((change) => `| \`${change.key}\` | ${describe(change)} |\n`)
  const made =
    rows.length === 0 ? '' : `\n### Settings\n\n| key | value |\n|---|---|\n${rows.join('')}`
  return formatMarkdownDiff(diff) + made
}

function describe({ from = 'none', to = 'none' }: SettingChange): string {
  return `${from} → ${to}`
}
