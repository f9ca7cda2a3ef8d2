import { describeFaithful } from '../src/describe-faithful.js'

describeFaithful({
  name: 'mail',
  packages: ['exim4-daemon-light', 'mailutils'],
  answers: [
    'exim4-config exim4/dc_eximconfig_configtype select internet site; mail is sent and received directly using SMTP',
    'exim4-config exim4/mailname string mail.example.org',
    'exim4-config exim4/dc_other_hostnames string mail.example.org',
  ].join('\n'),
  onBase: true,
})
