import { graphCommand } from './graph-command.js'

export const ninja = graphCommand('ninja', 'build.ninja', async () => {
  return (await import('@apt2ostree/buildgen')).formatNinja
})
