import { describeFaithful } from '../src/describe-faithful.js'

describeFaithful({ name: 'required', packages: ['apt'] })
describeFaithful({ name: 'nginx', packages: ['nginx'] })
