import { markdownTable, megabytes, seconds } from '../report.js'
import type { Sample } from './steps.js'

/** Returns the samples as a Markdown table: a row a size, a column a step. */
export function formatGrowth(samples: readonly Sample[]): string {
  const steps = [...(samples[0]?.costs.keys() ?? [])]
  const rows = samples.map(({ size, costs }) => [
    size,
    ...steps.map((step) => {
      const { wall, cpu, memory } = costs.get(step) ?? { wall: 0, cpu: 0, memory: 0 }
      return `${seconds(wall)} (CPU ${seconds(cpu)}, ${megabytes(memory)})`
    }),
  ])
  return markdownTable(['', ...steps], rows)
}
