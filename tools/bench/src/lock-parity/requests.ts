import { parseRelations, type Stanza } from '@apt2ostree/deb822'
import { createRandom, pick } from './random.js'

/** Packages to ask for together, and the kind of request that makes. */
export interface ParityRequest {
  readonly kind: string
  readonly names: readonly string[]
}

/** What requests are made from. */
export interface Pool {
  readonly stanzas: readonly Stanza[]
  /** Names on a foreign architecture, with it: `libc6:i386`; may be empty. */
  readonly foreign: readonly string[]
}

const desktops = [
  'gnome',
  'gnome-core',
  'kde-standard',
  'kde-plasma-desktop',
  'xfce4',
  'lxde',
  'lxqt',
  'mate-desktop-environment',
  'cinnamon-core',
]
const loaders = ['grub-pc', 'grub-efi-amd64', 'systemd-boot', 'extlinux', 'lilo']

/** Returns `count` requests, the same for the same seed and pool: single packages most of all. */
export function randomRequests(pool: Pool, count: number, seed: number): ParityRequest[] {
  const random = createRandom(seed)
  const names = pool.stanzas.map((stanza) => stanza.get('Package') ?? '').sort()
  const some = (least: number, most: number): string[] => {
    const size = least + Math.floor(random() * (most - least + 1))
    return Array.from({ length: size }, () => pick(random, names))
  }
  const tasks = names.filter((name) => /^(task-|.*-(desktop|meta|all)$)/.test(name))
  const available = (wanted: readonly string[]) => wanted.filter((name) => names.includes(name))
  const [inDesktops, inLoaders] = [available(desktops), available(loaders)]
  const kinds: [kind: string, weight: number, make: () => string[]][] = [
    ['one package', 35, () => some(1, 1)],
    ['two to five', 30, () => some(2, 5)],
    ['task or metapackage', 10, () => [pick(random, [...tasks, ...inDesktops]), ...some(0, 2)]],
    [
      'system with a kernel',
      8,
      () => ['linux-image-amd64', pick(random, inLoaders), ...some(0, 3)],
    ],
    ['conflicting', 12, () => conflictingPair(pool.stanzas, random, names)],
    ['foreign', pool.foreign.length > 0 ? 5 : 0, () => [pick(random, pool.foreign), ...some(0, 2)]],
  ]
  const weighted = kinds.flatMap((kind) => Array<typeof kind>(kind[1]).fill(kind))
  return Array.from({ length: count }, () => {
    const [kind, , make] = pick(random, weighted)
    return { kind, names: [...new Set(make())] }
  })
}

/** A package and another that its Conflicts or Breaks names. */
function conflictingPair(
  stanzas: readonly Stanza[],
  random: () => number,
  names: readonly string[],
): string[] {
  for (;;) {
    const stanza = pick(random, stanzas)
    const relations = parseRelations(stanza.get('Conflicts') ?? stanza.get('Breaks') ?? '')
    const others = relations.flat().filter(({ name }) => names.includes(name))
    if (others.length > 0) return [stanza.get('Package') ?? '', pick(random, others).name]
  }
}
