import fc from 'fast-check'

/** A configuration m.conf, perhaps with base.conf which it includes. */
export interface Conf {
  readonly files: Readonly<Record<string, string>>
}

const flag = fc.constantFrom('true', 'true', 'false', 'True', 'yes', '1', 'true ', '')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const names = fc.array(fc.constantFrom('Base', 'base', 'EXTRA', 'more-1', 'Gone', 'a,b'), {
  maxLength: 3,
})
const listOf = (words: fc.Arbitrary<string>) =>
  fc.array(words, { maxLength: 4 }).map((all) => all.join(' '))
const packageWord = fc.constantFrom(
  'a',
  'b',
  'b=1',
  'lib*-dev',
  'c=1.2\\*',
  "'d*'",
  'e/stable',
  'f-',
)

/** A key as someone may write it; now and then in capitals, which multistrap does not know. */
const keyLine = (key: string, value: string) =>
  fc
    .constantFrom('=', '=', '=', ' = ', '= ')
    .chain((equals) =>
      fc.constantFrom(key, key, key, key, key, key, `  ${key}`).map((k) => `${k}${equals}${value}`),
    )

const noise = fc.constantFrom('# a comment', '  ; another', '', 'retries=5', 'Suite=sid', 'x y=z')

/** Lines for those of `keys` that have a value. */
function lines(keys: Readonly<Record<string, string | undefined>>, extra: readonly string[]) {
  const given = Object.entries(keys).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return fc
    .tuple(...given.map(([key, value]) => keyLine(key, value)))
    .map((all) => [...all, ...extra].join('\n'))
}

const general = fc
  .record({
    arch: maybe(fc.constantFrom('amd64', 'armhf', 'i386')),
    noauth: flag,
    bootstrap: names.map((all) => ['Base', ...all].join(' ')),
    debootstrap: maybe(names.map((all) => all.join(' '))),
    aptsources: maybe(names.map((all) => all.join(' '))),
    multiarch: maybe(fc.constantFrom('', 'armhf', 'amd64 armhf')),
    cleanup: maybe(flag),
    unpack: maybe(flag),
    omitrequired: maybe(flag),
    allowrecommends: maybe(flag),
    explicitsuite: maybe(flag),
    markauto: maybe(flag),
    aptdefaultrelease: maybe(fc.constantFrom('', '*', 'stable', 'a=testing')),
    configscript: maybe(fc.constantFrom('', 'gone.sh', 'here.sh', 'm.conf')),
    debconfseed: maybe(fc.constantFrom('', 'gone here.sh')),
    aptpreferences: maybe(fc.constantFrom('gone', '')),
  })
  .chain((keys) =>
    fc
      .array(noise, { maxLength: 2 })
      .chain((extra) =>
        lines({ ...keys, arch: keys.arch ?? 'amd64' }, extra).map((text) => `[General]\n${text}\n`),
      ),
  )

const section = fc
  .record({
    name: fc.constantFrom('Base', 'Base', 'base', 'Extra', 'More-1'),
    source: maybe(
      fc.constantFrom(
        'http://deb.example.org/debian',
        'http://deb.example.org/debian',
        'http://deb.example.org/debian ',
        'http://flat.example.org/x ./',
        'copy:///srv/archive',
      ),
    ),
    suite: maybe(
      fc.constantFrom('stable', 'stable', 'testing', 'flat/', 'stable contrib', '', 'stable #'),
    ),
    components: maybe(fc.constantFrom('', 'main contrib', 'main # and no more')),
    packages: fc.array(listOf(packageWord), { maxLength: 2 }),
    architecture: maybe(fc.constantFrom('armhf', '')),
    keyring: maybe(fc.constantFrom('a-keyring', 'b-keyring', '')),
    omitdebsrc: maybe(flag),
    additional: maybe(fc.constantFrom('', 'late', 'late a')),
    reinstall: maybe(fc.constantFrom('', 'again')),
  })
  .chain(({ name, packages, ...keys }) =>
    fc.array(noise, { maxLength: 1 }).chain((extra) =>
      lines(keys, [...packages.map((line) => `packages=${line}`), ...extra]).map((text) => ({
        name,
        text: `[${name}]\n${text}\n`,
      })),
    ),
  )

const sections = fc.uniqueArray(section, {
  minLength: 1,
  maxLength: 3,
  selector: ({ name }) => name,
})

const text = fc
  .tuple(general, sections)
  .map(([first, rest]) => [first, ...rest.map((each) => each.text)].join('\n'))

/**
 * Whether multistrap can do what the configuration says: explicit suites of several words, or with
 * a comment, go through its shell in pieces, and it looks in vain for a keyring that it has used.
 */
function isTame(all: string): boolean {
  const keyrings = all.match(/^ *keyring *=/gm) ?? []
  return (
    !(/explicitsuite *= *true$/m.test(all) && /^ *suite *= *stable (contrib|#)/m.test(all)) &&
    (keyrings.length < 2 || /^ *noauth *= *true$/m.test(all))
  )
}

/** Configurations, also such as multistrap or apt refuses. */
export const confs: fc.Arbitrary<Conf> = fc
  .record({
    top: text,
    base: maybe(text),
    end: fc.constantFrom('\n', '\r\n'),
    broken: fc.constantFrom('', '', '', '', '', 'no key', '[Base] # no heading', '= x'),
  })
  .filter(({ top, base }) => isTame(top + (base ?? '')))
  .map(({ top, base, end, broken }) => {
    const include =
      base === undefined ? top : top.replace('[General]\n', '[General]\ninclude=base.conf\n')
    const main = `${include}\n${broken}\n`.replaceAll('\n', end)
    return {
      files: {
        'm.conf': main,
        'here.sh': '#!/bin/sh\n',
        ...(base === undefined ? {} : { 'base.conf': base }),
      },
    }
  })
