import type { LockDiff, PackageChange, SourceChange } from './diff-locks.js'

const titles = [
  ['upgraded', 'Upgraded'],
  ['downgraded', 'Downgraded'],
  ['added', 'Added'],
  ['removed', 'Removed'],
] as const

/** Returns a diff as text: a title for each part, a line for each package. */
export function formatDiff(diff: LockDiff): string {
  return titles
    .filter(([part]) => diff[part].length > 0)
    .map(([part, title]) => {
      const lines = diff[part].flatMap(({ source, packages }) =>
        packages.map((change) => `  ${describeChange(change)}${fromSource(source, change)}\n`),
      )
      return `${title}:\n${lines.join('')}`
    })
    .join('\n')
}

/** Returns a diff as Markdown fit for a merge request: a table for each part, a row a source. */
export function formatMarkdownDiff(diff: LockDiff): string {
  const parts = titles.filter(([part]) => diff[part].length > 0)
  if (parts.length === 0) return 'No package changed.\n'
  return parts
    .map(([part, title]) => {
      const rows = diff[part].map(markdownRow).join('')
      return `### ${title} (${countPackages(diff[part])})\n\n| source | packages | versions | installed size |\n|---|---|---|---|\n${rows}`
    })
    .join('\n')
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

function describeVersions({ from, to }: PackageChange): string {
  return from !== undefined && to !== undefined ? `${from} → ${to}` : (to ?? from ?? '')
}

function fromSource(source: string, { name }: PackageChange): string {
  return source === name ? '' : `, source ${source}`
}
