import type { Command, Parameter, Tool } from './command-tables.js'

/** Returns a Markdown page of every tool with all that its commands take. */
export function formatReference(tools: readonly Tool[]): string {
  const intro = `# Commands

Every tool has \`--help\`, \`--version\`, \`--quiet\` and \`--verbose\`. \`-\` is standard input or output for every
file. Exit status: 0 done; 1 could not be done, or the answer is no; 2 wrong command line; 128+n ended by signal n.
`
  return [intro, ...tools.map(formatTool)].join('\n')
}

function formatTool({ name, describe, commands }: Tool): string {
  const parts = commands.map((command) => formatCommand(name, command))
  return [`## ${name}\n\n${describe}.\n`, ...parts].join('\n')
}

function formatCommand(tool: string, command: Command): string {
  const { name, operands, describe, positionals = {}, options = {}, examples } = command
  const usage = [tool, ...(name === tool ? [] : [name]), ...(operands ? [operands] : [])].join(' ')
  const parameters = [
    ...Object.entries(positionals).map(([key, it]) => formatParameter(key, it)),
    ...Object.entries(options).map(([key, it]) => formatParameter(optionName(key, it), it)),
  ]
  const list = parameters.length === 0 ? '' : `\n${parameters.join('\n')}\n`
  return `### \`${usage}\`\n\n${describe}.\n${list}\n\`\`\`sh\n${examples.join('\n')}\n\`\`\`\n`
}

function optionName(name: string, { alias, type, choices }: Parameter): string {
  const value = choices?.join('|') ?? (type === 'boolean' ? undefined : name.toUpperCase())
  const spelt = alias === undefined ? `--${name}` : `-${alias}, --${name}`
  return value === undefined ? spelt : `${spelt} ${value}`
}

function formatParameter(name: string, parameter: Parameter): string {
  const { describe, array, environment, demandOption } = parameter
  const notes = [
    ...(demandOption ? ['required'] : []),
    ...(array ? ['repeatable'] : []),
    ...(environment === undefined ? [] : [`default: \`$${environment}\``]),
    ...(hasDefault(parameter) ? [`default: \`${parameter.default}\``] : []),
  ]
  const details = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  return `- \`${name}\`: ${describe}${details}`
}

/** That a switch is off by default goes without saying. */
function hasDefault({ default: value }: Parameter): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}
