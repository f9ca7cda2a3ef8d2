import { defineCommand } from '@apt2ostree/cli-kit'
import { controlTar as openControlTar } from '../open-tar.js'
import { debOperand, openDeb, writeAll } from './deb-operand.js'

export const controlTar = defineCommand({
  name: 'control-tar',
  operands: '[deb]',
  describe: 'Write control.tar, decompressed',
  positionals: { deb: debOperand },
  examples: [
    'deb-ar control-tar hello.deb | tar -tv',
    'deb-ar control-tar - <hello.deb | tar -x -C there',
  ],
  async run({ deb }, context) {
    const { source, options } = openDeb(context, deb)
    await writeAll(context, openControlTar(source, options))
  },
})
