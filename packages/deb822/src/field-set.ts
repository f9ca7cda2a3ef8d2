/** Names of fields that `Stanza.getAll` looks for together; made once, for many stanzas. */
export class FieldSet {
  /** In the order of the values returned. */
  readonly names: readonly string[]
  /** By the last five bits of the first letter, which are the same in both cases. */
  readonly #byInitial: (readonly number[])[]

  constructor(names: readonly string[]) {
    this.names = names
    const initials = names.map((name) => name.charCodeAt(0) & 31)
    this.#byInitial = Array.from({ length: 32 }, (_, initial) =>
      [...initials.keys()].filter((at) => initials[at] === initial),
    )
  }

  /** Returns the places in `names` of those that a line with this first character may be of. */
  startingLike(code: number): readonly number[] {
    return this.#byInitial[code & 31] ?? []
  }
}
