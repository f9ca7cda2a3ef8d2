import type { Command, Work } from '@apt2ostree/sandbox'
import { cleanUp } from './clean-up.js'
import { deferredDebs, finishDeferred, prepareDeferred } from './deferred-packages.js'
import { dueFileTriggers } from './file-triggers.js'
import { giveToOwners, hasNamedOwners } from './owner-names.js'
import { hasPreinst, preinstCommand } from './preinst-command.js'
import { stageEnvironment } from './script-environment.js'
import { essentialPackages, orderForPreinst, preinstSteps } from './script-order.js'
import { initramfsStubs, noInitramfs, stubs } from './stubs.js'
import type { UnpackedPackage, UnpackedSystem } from './unpacked-system.js'

/** What the caller may choose. */
export interface StageTwoOptions {
  /** Answers to debconf questions: texts as debconf-set-selections(1) reads them. */
  readonly debconf?: readonly string[]
  /** Seconds since 1970-01-01 UTC that scripts take for the current time where they ask. */
  readonly sourceDateEpoch: number
  /** Whether scripts may make an initramfs; not where the image gets its own in the end. */
  readonly initramfs: boolean
  /** Seconds that one command may take. */
  readonly timeLimit: number
}

/**
 * What debootstrap and mmdebstrap write before the first package, for scripts that read or change it.
 * No package owns the empty ones.
 */
const initialFiles = [
  { path: '/etc/fstab', content: '# UNCONFIGURED FSTAB FOR BASE SYSTEM\n' },
  { path: '/etc/hostname', content: '' },
  { path: '/etc/resolv.conf', content: '' },
]

/** Syncing is for machines that may crash; here everything or nothing is kept. */
const dpkgOptions = ['--force-unsafe-io', '--abort-after=1']

/**
 * All that turns an unpacked system into a configured one: preinst scripts, answers, dpkg's own
 * configuration of everything, the triggers that are due, dpkg's word that nothing is amiss, and
 * the clean-up.
 */
export function planStageTwo(system: UnpackedSystem, options: StageTwoOptions): Work {
  return {
    commands: [
      ...scriptCommands(system, options.debconf ?? []),
      ...deferredCommands(system),
      ...triggerCommands(dueFileTriggers(system)),
      { label: 'dpkg --audit', argv: ['dpkg', '--audit'], mustBeSilent: true },
      cleanUp,
    ],
    environment: {
      ...stageEnvironment(options.sourceDateEpoch),
      ...(options.initramfs ? {} : noInitramfs),
    },
    binds: [
      ...stubs,
      ...(options.initramfs ? [] : initramfsStubs.filter(({ path }) => system.has(path))),
    ],
    initialFiles,
    timeLimit: options.timeLimit,
  }
}

/** The kind of a command that is dpkg running scripts. */
export const DPKG_KIND = 'dpkg'

/**
 * Essential packages come first, as with every bootstrapper: the others' scripts may rely on their
 * configuration without a dependency (Debian policy 3.8). Of the others each preinst finds configured
 * what its package pre-depends on; answers are there before the first of them may ask.
 */
function scriptCommands(system: UnpackedSystem, answers: readonly string[]): Command[] {
  const essential = essentialPackages(system)
  const others = system.packages.filter((item) => !essential.includes(item))
  const isScripted = (item: UnpackedPackage) =>
    hasPreinst(system, item) || hasNamedOwners(system, item)
  const steps = preinstSteps(system, others, isScripted).flatMap((step) =>
    step.run === 'preinst'
      ? unpackCommands(system, step.item)
      : [
          configure(
            'what is needed first',
            step.items.map(({ infoName }) => infoName),
          ),
        ],
  )
  return [
    ...orderForPreinst(essential)
      .filter(isScripted)
      .flatMap((item) => unpackCommands(system, item)),
    ...answers.map(answerQuestions),
    ...(essential.length === 0
      ? []
      : [
          configure(
            'essential packages',
            essential.map(({ infoName }) => infoName),
          ),
        ]),
    ...steps,
    configure('all packages', ['-a']),
  ]
}

/** What dpkg does in the image while it unpacks a package. */
function unpackCommands(system: UnpackedSystem, item: UnpackedPackage): Command[] {
  return [
    ...(hasPreinst(system, item) ? [preinstCommand(system, item)] : []),
    ...(hasNamedOwners(system, item) ? [giveToOwners(item)] : []),
  ]
}

function configure(what: string, operands: readonly string[]): Command {
  return {
    label: `dpkg --configure, ${what}`,
    kind: DPKG_KIND,
    argv: ['dpkg', ...dpkgOptions, '--configure', ...operands],
  }
}

function deferredCommands({ deferred }: UnpackedSystem): Command[] {
  if (deferred.length === 0) return []
  const names = deferred.map(({ infoName }) => infoName)
  const debs = deferredDebs(names)
  return [
    prepareDeferred(names),
    {
      label: 'dpkg --install',
      kind: DPKG_KIND,
      argv: ['dpkg', ...dpkgOptions, '--install', ...debs],
    },
    finishDeferred(names),
  ]
}

/** Before debconf is configured its configuration still waits under another name. */
function answerQuestions(selections: string): Command {
  return {
    label: 'debconf-set-selections',
    argv: ['/bin/sh', '-ec', useWaitingConfiguration, 'sh', 'debconf-set-selections'],
    input: selections,
  }
}

const waitingConfiguration = '/etc/debconf.conf.dpkg-new'
const useWaitingConfiguration = `
if [ -e ${waitingConfiguration} ]; then export DEBCONF_SYSTEMRC=${waitingConfiguration}; fi
exec "$@"
`

function triggerCommands(triggers: readonly string[]): Command[] {
  if (triggers.length === 0) return []
  return [
    ...triggers.map(
      (path): Command => ({
        label: `dpkg-trigger ${path}`,
        argv: ['dpkg-trigger', '--no-await', path],
      }),
    ),
    {
      label: 'dpkg --triggers-only',
      kind: DPKG_KIND,
      argv: ['dpkg', ...dpkgOptions, '--triggers-only', '--pending'],
    },
  ]
}
