import { defineCommand } from '@apt2ostree/cli-kit'
import { readControl } from '../control-info.js'
import { debOperand, openDeb } from './deb-operand.js'

export const control = defineCommand({
  name: 'control',
  operands: '[deb]',
  describe: 'Print the control file',
  positionals: { deb: debOperand },
  examples: ['deb-ar control hello.deb | grep ^Depends', 'curl -s $URL | deb-ar control'],
  async run({ deb }, context) {
    const { source, options } = openDeb(context, deb)
    const stanza = await readControl(source, options)
    await context.write(Buffer.from(stanza.text, 'latin1'))
  },
})
