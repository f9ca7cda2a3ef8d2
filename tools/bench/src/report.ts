import type { Result } from './compare.js'

/** Returns the results as a Markdown table, one row a comparison. */
export function formatTable(results: readonly Result[]): string {
  const rows = results.map(({ comparison, ours, peer, ratio, cpuRatio }) => {
    const { what, goal, cpuGoal, memoryGoal } = comparison
    const memory = megabytes(ours.memory)
    return [
      what,
      `${comparison.ours.name} ${seconds(ours.wall)}`,
      `${comparison.peer.name} ${seconds(peer.wall)}`,
      `${ratio.toFixed(2)} (goal ${goal})`,
      cpuGoal === undefined
        ? cpuRatio.toFixed(2)
        : `${cpuRatio.toFixed(2)}, ${seconds(ours.cpu)} (goal ${seconds(cpuGoal)})`,
      memoryGoal === undefined ? memory : `${memory} (goal ${megabytes(memoryGoal)})`,
    ]
  })
  const head = ['what', 'ours', 'peer', 'time ratio', 'CPU ratio', 'our peak memory']
  return markdownTable(head, rows)
}

/** Returns a Markdown table of rows that are as long as its head. */
export function markdownTable(head: readonly string[], rows: readonly string[][]): string {
  const rule = head.map(() => '---')
  return [head, rule, ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |\n`).join('')
}

/** Returns the comparisons whose goal was missed by more than a factor. */
export function missedGoals(results: readonly Result[], slack: number): string[] {
  return results
    .filter(({ comparison, ours, ratio }) => {
      const { goal, cpuGoal = Infinity, memoryGoal = Infinity } = comparison
      return ratio > goal * slack || ours.cpu > cpuGoal * slack || ours.memory > memoryGoal * slack
    })
    .map(({ comparison }) => comparison.what)
}

const escapeCell = (text: string) => text.replaceAll('|', '\\|')

/** Formats seconds. */
export const seconds = (value: number) => `${value.toFixed(2)} s`

/** Formats bytes as whole megabytes. */
export const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
