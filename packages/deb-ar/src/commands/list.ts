import { defineCommand } from '@apt2ostree/cli-kit'
import { readDeb } from '../read-deb.js'
import { debOperand, openDeb } from './deb-operand.js'

export const list = defineCommand({
  name: 'list',
  operands: '[deb]',
  describe: 'List the members: size, offset and name',
  positionals: { deb: debOperand },
  options: {
    json: { type: 'boolean', default: false, describe: 'Print a JSON object per line' },
  },
  examples: ['deb-ar list hello.deb', 'curl -s $URL | deb-ar list --json | jq .name'],
  async run({ deb, json }, context) {
    const { source, options } = openDeb(context, deb)
    for await (const { name, size, offset } of readDeb(source, options)) {
      const line = json ? JSON.stringify({ name, size, offset }) : `${size}\t${offset}\t${name}`
      await context.print(line)
    }
  },
})
