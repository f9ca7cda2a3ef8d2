import { defineCommand } from '@apt2ostree/cli-kit'
import { openMember } from '../open-tar.js'
import { debOperand, openDeb, writeAll } from './deb-operand.js'

export const cat = defineCommand({
  name: 'cat',
  operands: '<member> [deb]',
  describe: 'Write one member as it is in the archive',
  positionals: {
    member: { type: 'string', demandOption: true, describe: 'The name of a member' },
    deb: debOperand,
  },
  examples: ['deb-ar cat debian-binary hello.deb', 'deb-ar cat data.tar.xz hello.deb | xz -l'],
  async run({ member, deb }, context) {
    const { source, options } = openDeb(context, deb)
    await writeAll(context, openMember(source, member, options))
  },
})
