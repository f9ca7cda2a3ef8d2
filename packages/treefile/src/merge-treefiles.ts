import type { TextSource, TreefileLayer } from './treefile.js'

/**
 * One layer that says what `base` and then `top` say:
 *
 * - single values: `top`'s, else `base`'s;
 * - lists: `base`'s entries, then those of `top` that are not among them;
 * - mappings: `base`'s keys, each overridden by `top`'s;
 * - a request of `top` replaces `base`'s for the same package, such as `nginx=1.22` or `nginx-`, which
 *   keeps it out, for `nginx`;
 * - `exclude-packages` of `top` takes the same name out of `base`'s packages, and a package that
 *   `top` asks for is no longer excluded by `base`; `units` enable and disable likewise;
 * - `path`, `ref`, `lockfile` and `ids` are `top`'s alone: they say which image this is.
 */
export function mergeTreefiles(base: TreefileLayer, top: TreefileLayer): TreefileLayer {
  const { ref: _ref, lockfile: _lockfile, ids: _ids, ...inherited } = base
  const wanted = new Set(top.packages.map(packageName))
  const unwanted = new Set(top.excludePackages)
  const replaced = new Set(top.packages.map(packageAndArchitecture))
  const basePackages = base.packages.filter(
    (request) =>
      !unwanted.has(packageName(request)) &&
      (top.packages.includes(request) || !replaced.has(packageAndArchitecture(request))),
  )
  return {
    ...inherited,
    ...top,
    foreignArchitectures: union(base.foreignArchitectures, top.foreignArchitectures),
    sources: union(base.sources, top.sources, textKey),
    packages: union(basePackages, top.packages),
    excludePackages: union(without(base.excludePackages, wanted), top.excludePackages),
    preferences: union(base.preferences, top.preferences, textKey),
    debconf: union(base.debconf, top.debconf, textKey),
    addFiles: union(base.addFiles, top.addFiles, ({ source, target }) => `${source}\0${target}`),
    removeFiles: union(base.removeFiles, top.removeFiles),
    postprocess: union(base.postprocess, top.postprocess, textKey),
    enableUnits: union(without(base.enableUnits, new Set(top.disableUnits)), top.enableUnits),
    disableUnits: union(without(base.disableUnits, new Set(top.enableUnits)), top.disableUnits),
    kernelArguments: union(base.kernelArguments, top.kernelArguments),
    commitMetadata: { ...base.commitMetadata, ...top.commitMetadata },
  }
}

/** The name in a package request such as `nginx:amd64=1.22`, `nginx/stable` or `nginx-`. */
function packageName(request: string): string {
  return packageAndArchitecture(request).replace(/:.*$/, '')
}

/** No package's name ends in a dash. */
function packageAndArchitecture(request: string): string {
  return request.replace(/[=/].*$/, '').replace(/-$/, '')
}

function union<T>(
  base: readonly T[],
  top: readonly T[],
  key: (item: T) => unknown = (item) => item,
): T[] {
  return [...new Map([...base, ...top].map((item) => [key(item), item])).values()]
}

function without(items: readonly string[], taken: ReadonlySet<string>): string[] {
  return items.filter((item) => !taken.has(item))
}

function textKey(source: TextSource): string {
  return 'text' in source ? `text ${source.text}` : `path ${source.path}`
}
