import { defineCommand } from '@apt2ostree/cli-kit'
import { convertFile } from '@apt2ostree/multistrap-conf'

export const convert = defineCommand({
  name: 'convert',
  describe: 'Print the image.yaml that does what a multistrap.conf does',
  options: {
    file: {
      alias: 'f',
      type: 'string',
      default: 'multistrap.conf',
      describe: 'The configuration',
    },
  },
  examples: [
    'multistrap convert -f old.conf > image.yaml',
    'multistrap convert -f old.conf | diff image.yaml -',
  ],
  async run({ file }, context) {
    const { text, warnings } = convertFile(file)
    for (const warning of warnings) context.warn(warning)
    await context.write(text)
  },
})
