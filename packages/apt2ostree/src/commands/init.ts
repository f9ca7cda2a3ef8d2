import { defineCommand } from '@apt2ostree/cli-kit'

export const init = defineCommand({
  name: 'init',
  operands: '[directory]',
  describe: 'Write a first image.yaml',
  positionals: {
    directory: { type: 'string', default: '.', describe: 'Where, created if it is not there' },
  },
  examples: [
    'apt2ostree init web && $EDITOR web/image.yaml',
    'apt2ostree build $(apt2ostree init web)',
  ],
  async run({ directory = '.' }, context) {
    const { initImage } = await import('../init-image.js')
    const path = await initImage(directory)
    context.note(`next: name packages in it, then: apt2ostree build ${path}`)
    await context.print(path)
  },
})
