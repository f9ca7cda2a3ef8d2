import { describeEndings } from '../src/describe-endings.js'

/** A sample; `npm run test:kills` does it with all commands and 360 times. */
describeEndings({ commands: ['build'], endings: ['SIGINT', 'SIGKILL'], rounds: 1 })
