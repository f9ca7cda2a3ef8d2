/** How a repo stores content objects; libostree's docs/repo.md, "Repository types and modes". */
export type RepoMode = 'archive' | 'bare' | 'bare-user' | 'bare-user-only'

/** The modes that this package reads and writes. */
export const repoModes: readonly RepoMode[] = ['archive', 'bare', 'bare-user', 'bare-user-only']

/** The spelling of `mode` in a repo's config; `archive` keeps its older name there. */
export function formatRepoMode(mode: RepoMode): string {
  return mode === 'archive' ? 'archive-z2' : mode
}

/** The mode that a config or a person names, undefined for any other word. */
export function parseRepoMode(text: string): RepoMode | undefined {
  return text === 'archive-z2' ? 'archive' : repoModes.find((mode) => mode === text)
}
