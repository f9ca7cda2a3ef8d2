import { AccountIdsError } from './errors.js'

/** The name of a user or group and its id. */
export interface NamedId {
  readonly name: string
  readonly id: number
}

/** Ids 100-999 are handed out to packages, 1000-59999 to people; Debian policy 9.2.2. */
const FIRST_SYSTEM_ID = 100
const FIRST_USER_ID = 1000
const FIRST_RESERVED_ID = 60000

/** Whether an id was handed out while packages were configured, or by somebody later. */
export function isDynamic(id: number): boolean {
  return id >= FIRST_SYSTEM_ID && id < FIRST_RESERVED_ID
}

/**
 * Returns the ids that change, old to new, so that every account has the one that is pinned for its
 * name and no other account has it. Throws ERR_ACCOUNT_CONFLICT where a pin and an id that Debian
 * assigns for good exclude each other, or two names that share an id are pinned apart.
 */
export function assignIds(
  kind: 'user' | 'group',
  accounts: readonly NamedId[],
  pinned: readonly NamedId[],
): Map<number, number> {
  const pins = new Map(pinned.map(({ name, id }) => [name, id]))
  const pinnedIds = new Set(pins.values())
  assertStaticIds(kind, accounts, pins)
  const targets = new Map<number, NamedId>()
  const taken = new Set([...pinnedIds, ...accounts.map(({ id }) => id)])
  for (const { name, id } of [...accounts].sort((a, b) => a.id - b.id)) {
    if (!isDynamic(id)) continue
    const pin = pins.get(name)
    const first = targets.get(id)
    if (first !== undefined && pin !== undefined && pin !== first.id) {
      throw conflict(`${kind}s "${first.name}" and "${name}" have one id and are pinned apart`)
    }
    const target = pin ?? first?.id ?? (pinnedIds.has(id) ? freeId(id, taken) : id)
    taken.add(target)
    targets.set(id, { name, id: target })
  }
  const changes = [...targets].map(([id, target]): [number, number] => [id, target.id])
  return new Map(changes.filter(([id, target]) => id !== target))
}

function assertStaticIds(
  kind: string,
  accounts: readonly NamedId[],
  pins: ReadonlyMap<string, number>,
): void {
  const pinOf = new Map([...pins].map(([name, id]) => [id, name]))
  for (const { name, id } of accounts.filter((account) => !isDynamic(account.id))) {
    const pin = pins.get(name)
    if (pin !== undefined && pin !== id) {
      throw conflict(`${kind} "${name}" has the static id ${id} and is pinned to ${pin}`)
    }
    const other = pinOf.get(id)
    if (other !== undefined && other !== name) {
      throw conflict(`${kind} "${other}" is pinned to ${id}, the static id of "${name}"`)
    }
  }
}

/** The first id of the range of `id` that nobody has. */
function freeId(id: number, taken: ReadonlySet<number>): number {
  const start = id < FIRST_USER_ID ? FIRST_SYSTEM_ID : FIRST_USER_ID
  const end = id < FIRST_USER_ID ? FIRST_USER_ID : FIRST_RESERVED_ID
  for (let free = start; free < end; free++) if (!taken.has(free)) return free
  throw conflict(`no id from ${start} to ${end - 1} is free`)
}

function conflict(reason: string): AccountIdsError {
  return new AccountIdsError('ERR_ACCOUNT_CONFLICT', `cannot keep ids: ${reason}`, {
    hint: 'change the line of that name in the ids file; machines with the old id need a new image',
  })
}
