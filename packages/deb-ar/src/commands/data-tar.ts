import { defineCommand } from '@apt2ostree/cli-kit'
import { dataTar as openDataTar } from '../open-tar.js'
import { debOperand, openDeb, writeAll } from './deb-operand.js'

export const dataTar = defineCommand({
  name: 'data-tar',
  operands: '[deb]',
  describe: 'Write data.tar, decompressed',
  positionals: { deb: debOperand },
  examples: [
    'deb-ar data-tar hello.deb | tar -tv',
    'deb-ar data-tar - <hello.deb | tar -x -C there',
  ],
  async run({ deb }, context) {
    const { source, options } = openDeb(context, deb)
    await writeAll(context, openDataTar(source, options))
  },
})
