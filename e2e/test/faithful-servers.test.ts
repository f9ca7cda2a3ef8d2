import { describeFaithful } from '../src/describe-faithful.js'

describeFaithful({
  name: 'servers',
  packages: ['python3', 'postgresql', 'openssh-server'],
  byChance: true,
})
