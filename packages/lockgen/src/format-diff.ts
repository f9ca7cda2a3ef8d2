import type { SettingChange } from './diff-headers.js'
import type { LockDiff, PackageChange, SourceChange } from './diff-locks.js'

/** In the order of what a reviewer has to see. */
const titles = [
  ['replaced', 'Replaced under the same version'],
  ['downgraded', 'Downgraded'],
  ['removed', 'Removed'],
  ['added', 'Added'],
  ['upgraded', 'Upgraded'],
  ['moved', 'From another release'],
  ['marked', 'Asked for or automatic'],
] as const

/** Returns a diff as text: a title for each part, a line for each setting and package. */
export function formatDiff(diff: LockDiff): string {
  const settings = diff.settings.map((change) => `  ${change.key} ${describeSetting(change)}\n`)
  const parts = titles
    .filter(([part]) => diff[part].length > 0)
    .map(([part, title]) => {
      const lines = diff[part].flatMap(({ source, packages }) =>
        packages.map((change) => `  ${describeChange(change)}${fromSource(source, change)}\n`),
      )
      return `${title}:\n${lines.join('')}`
    })
  return [...(settings.length > 0 ? [`Settings:\n${settings.join('')}`] : []), ...parts].join('\n')
}

/** Returns a diff as Markdown fit for a merge request: a table for each part, a row a source. */
export function formatMarkdownDiff(diff: LockDiff): string {
  const rows = diff.settings.map((change) => `| \`${change.key}\` | ${describeSetting(change)} |\n`)
  const settings = `### Settings (${rows.length})\n\n| key | value |\n|---|---|\n${rows.join('')}`
  const parts = titles
    .filter(([part]) => diff[part].length > 0)
    .map(([part, title]) => {
      const rows = diff[part].map(markdownRow).join('')
      return `### ${title} (${countPackages(diff[part])})\n\n| source | packages | versions | installed size |\n|---|---|---|---|\n${rows}`
    })
  const all = [...(rows.length > 0 ? [settings] : []), ...parts]
  return all.length === 0 ? 'No package changed.\n' : all.join('\n')
}

/** Returns a number of bytes as people read it, with its sign: `+1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit > 0 && value < 10 ? 1 : 0
  return `${bytes < 0 ? '-' : '+'}${value.toFixed(digits)} ${units[unit]}`
}

function markdownRow({ source, packages }: SourceChange): string {
  const names = packages.map(({ name }) => `\`${name}\``).join(', ')
  const versions = [...new Set(packages.map(describeVersions))].join('<br>')
  const bytes = packages.reduce((sum, { installedBytes }) => sum + installedBytes, 0)
  return `| ${source} | ${names} | ${versions} | ${formatBytes(bytes)} |\n`
}

function countPackages(sources: readonly SourceChange[]): number {
  return sources.reduce((sum, { packages }) => sum + packages.length, 0)
}

function describeChange(change: PackageChange): string {
  return `${change.name} ${describeVersions(change)} (${formatBytes(change.installedBytes)})`
}

function describeVersions(change: PackageChange): string {
  const { from, to, fromArchitecture, architecture, release, automatic } = change
  const versions =
    from !== undefined && to !== undefined && from !== to ? `${from} → ${to}` : (to ?? from ?? '')
  return [
    versions,
    ...(fromArchitecture === undefined ? [] : [`${fromArchitecture} → ${architecture}`]),
    ...(release === undefined ? [] : [`${release.from} → ${release.to}`]),
    ...(automatic === undefined ? [] : [automatic ? 'now automatic' : 'now asked for']),
  ].join(', ')
}

/** `nginx: yes` says no more than that it is there. */
function describeSetting({ from, to }: SettingChange): string {
  if (from === undefined) return to === 'yes' ? 'added' : `added: ${to}`
  if (to === undefined) return from === 'yes' ? 'removed' : `removed: ${from}`
  return `${from} → ${to}`
}

function fromSource(source: string, { name }: PackageChange): string {
  return source === name ? '' : `, source ${source}`
}
