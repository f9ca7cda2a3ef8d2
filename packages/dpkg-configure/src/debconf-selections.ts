/** A selection as debconf-set-selections(1) reads it: `OWNER[, OWNER] QUESTION TYPE VALUE`. */
interface Selection {
  /** As it stands in the text, continued lines included. */
  readonly text: string
  /** Who it is for: its owners, and what QUESTION begins with, being `PACKAGE/NAME` mostly. */
  readonly packages: readonly string[]
}

/** The names of packages that selections speak of. */
export function answeredPackages(selections: string): string[] {
  return parseSelections(selections).flatMap(({ packages }) => packages)
}

/** Texts of selections in two: what speaks of one of the packages in `names`, and the rest. */
export function splitSelections(
  texts: readonly string[],
  names: ReadonlySet<string>,
): { readonly about: string[]; readonly rest: string[] } {
  const [about, rest]: [string[], string[]] = [[], []]
  for (const text of texts) {
    const [ours, others] = [[] as string[], [] as string[]]
    for (const selection of parseSelections(text)) {
      const part = selection.packages.some((name) => names.has(name)) ? ours : others
      part.push(`${selection.text}\n`)
    }
    if (ours.length > 0) about.push(ours.join(''))
    if (others.length > 0) rest.push(others.join(''))
  }
  return { about, rest }
}

function parseSelections(selections: string): Selection[] {
  const lines = selections.match(/(?:\\\n|[^\n])+/g) ?? []
  return lines
    .filter((text) => !/^\s*(#|$)/.test(text))
    .map((text) => {
      const [, owners = '', question = ''] =
        /^\s*([^\s,]+(?:,\s*[^\s,]+)*)\s+(\S+)/.exec(text.replaceAll('\\\n', ' ')) ?? []
      const packages = [...owners.split(/,\s*/), question.replace(/\/.*$/, '')]
      return { text, packages: packages.filter((name) => name !== '') }
    })
}
