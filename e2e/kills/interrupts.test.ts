import { describeEndings } from '../src/describe-endings.js'

describeEndings({
  commands: ['lock', 'unpack', 'union', 'configure', 'finalize', 'build', 'checkout', 'disk'],
  endings: ['SIGINT', 'SIGINT twice', 'SIGTERM', 'SIGHUP'],
  rounds: Number(process.env.ROUNDS ?? 5),
})
