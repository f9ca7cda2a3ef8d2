import { expect, it } from 'vitest'
import { explainPreload } from './explain-preload.js'

it.each([
  {
    summary: 'a C library that is older',
    printed:
      "exit status 1: /bin/true: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /dev/.libfakeroot.so)",
    reason: "it needs GLIBC_2.38, the tree's C library is older",
  },
  {
    summary: 'another architecture of 64 bits',
    printed:
      "it printed: ERROR: ld.so: object '/dev/.libfakeroot.so' from LD_PRELOAD cannot be preloaded (cannot open shared object file): ignored.",
    reason: 'it is for another architecture or another C library',
  },
  {
    summary: 'another architecture of 32 bits',
    printed:
      "it printed: ERROR: ld.so: object '/dev/.libfakeroot.so' from LD_PRELOAD cannot be preloaded (wrong ELF class: ELFCLASS64): ignored.",
    reason: 'it is for another architecture or another C library',
  },
  { summary: 'anything else', printed: 'exit status 9', reason: 'exit status 9' },
])('explains $summary', ({ printed, reason }) => {
  expect(explainPreload(printed)).toBe(reason)
})
