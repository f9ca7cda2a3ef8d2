type Plural = { readonly one: string; readonly other: string }

const texts: Readonly<Record<string, string | Plural>> = {
  'Not enough non-option arguments: got %s, need at least %s': plural(
    'too few operands: %s given, at least %s needed',
  ),
  'Too many non-option arguments: got %s, maximum of %s': plural(
    'too many operands: %s given, at most %s wanted',
  ),
  'Missing required argument: %s': { one: 'missing option: --%s', other: 'missing options: %s' },
  'Unknown argument: %s': { one: 'unknown argument: %s', other: 'unknown arguments: %s' },
  'Did you mean %s?': 'unknown command: did you mean "%s"?',
  'Unknown command: %s': { one: 'unknown command: %s', other: 'unknown commands: %s' },
  'Not enough arguments following: %s': 'option without a value: --%s',
  'Invalid values:': 'invalid value:',
  'Argument: %s, Given: %s, Choices: %s': '%s is %s, not one of %s',
}

/** What yargs says of a wrong command line, in the words of our other errors. */
// its types know strings only, its catalogue takes plurals
export const messages = texts as Readonly<Record<string, string>>

function plural(text: string): Plural {
  return { one: text, other: text }
}
