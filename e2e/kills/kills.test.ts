import { describeEndings } from '../src/describe-endings.js'

/** 200 times, by default: `ROUNDS=2 npm run test:kills` is a fifth of it. */
describeEndings({
  commands: ['unpack', 'union', 'configure', 'finalize', 'disk'],
  endings: ['SIGKILL'],
  rounds: Number(process.env.ROUNDS ?? 40),
})
