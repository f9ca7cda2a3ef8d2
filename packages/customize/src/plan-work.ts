import type { Command, Work } from '@apt2ostree/sandbox'
import type { ImageChanges } from './changes.js'

/** The text of a script, with what messages call it. */
export interface Script {
  readonly label: string
  readonly text: string
}

/** Seconds that one script may take. */
const TIME_LIMIT = 3600

const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  DEBIAN_FRONTEND: 'noninteractive',
} as const

/**
 * What is to be run inside an image: units disabled, then enabled, the default target set, then its
 * scripts in their order. Scripts see SOURCE_DATE_EPOCH.
 */
export function planWork(
  { disableUnits, enableUnits, defaultTarget }: ImageChanges,
  scripts: readonly Script[],
  sourceDateEpoch: number,
): Work {
  const paths = scripts.map((_, index) => `/run/postprocess-${index + 1}`)
  return {
    commands: [
      ...systemctl('disable', disableUnits),
      ...systemctl('enable', enableUnits),
      ...systemctl('set-default', defaultTarget === undefined ? [] : [defaultTarget]),
      ...scripts.map(({ label }, index): Command => ({ label, argv: [paths[index] ?? ''] })),
    ],
    environment: { ...ENVIRONMENT, SOURCE_DATE_EPOCH: String(sourceDateEpoch) },
    binds: scripts.map(({ text }, index) => ({
      path: paths[index] ?? '',
      content: text,
      mode: 0o755,
    })),
    timeLimit: TIME_LIMIT,
  }
}

/** `--root` makes systemctl change files only, it looks for no running systemd. */
function systemctl(verb: string, names: readonly string[]): Command[] {
  if (names.length === 0) return []
  const label = `systemctl ${verb} ${names.join(' ')}`
  return [{ label, argv: ['systemctl', '--root=/', verb, ...names] }]
}
