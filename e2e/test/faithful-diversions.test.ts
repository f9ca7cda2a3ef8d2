import { describeFaithful } from '../src/describe-faithful.js'

describeFaithful({
  name: 'diversions',
  packages: ['zutils', 'molly-guard', 'systemd-sysv'],
  onBase: true,
})
