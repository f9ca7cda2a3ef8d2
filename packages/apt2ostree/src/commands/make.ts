import { graphCommand } from './graph-command.js'

export const make = graphCommand('make', 'images.mk', async () => {
  return (await import('@apt2ostree/buildgen')).formatMake
})
