import type { Bench } from '../bench.js'

/** How long a command takes to say its version, against Node doing nothing. */
const startUp: Bench = {
  name: 'start-up',
  async prepare() {
    return [
      {
        what: 'start of a command',
        ours: { name: 'deb-ar --version', run: 'for i in 1 2 3 4 5; do deb-ar --version; done' },
        peer: { name: 'node -e 0', run: 'for i in 1 2 3 4 5; do node -e 0; done' },
        goal: 1.6,
      },
    ]
  },
}

export default startUp
