import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { reportError } from './errors.js'

class DebError extends Error {
  readonly code = 'ERR_DEB_NOT_AR'
  readonly hint = 'is it a .deb?'
}

const noFile = () => {
  try {
    readFileSync('/nonexistent/x')
  } catch (error) {
    return error
  }
}

it.each([
  {
    summary: 'an error with a code is expected, its hint is given',
    thrown: new DebError('cannot read "x": not an ar archive (offset 0)'),
    report: {
      message: 'cannot read "x": not an ar archive (offset 0)',
      hint: 'is it a .deb?',
      expected: true,
    },
  },
  {
    summary: 'the chain of causes is joined, outermost first, and quoted causes said once',
    thrown: new Error('cannot build', { cause: new DebError('cannot build: bad member') }),
    report: {
      message: 'cannot build: cannot build: bad member',
      hint: 'is it a .deb?',
      expected: true,
    },
  },
  {
    summary: 'a system error says what could not be done to which file',
    thrown: noFile(),
    report: {
      message: 'cannot open "/nonexistent/x": no such file or directory',
      hint: undefined,
      expected: true,
    },
  },
  {
    summary: 'an error without a code is a defect of ours',
    thrown: new TypeError('x is not a function'),
    report: { message: 'x is not a function', hint: undefined, expected: false },
  },
  {
    summary: 'something that is no error at all',
    thrown: 'oops',
    report: { message: 'oops', hint: undefined, expected: false },
  },
])('$summary', ({ thrown, report }) => {
  expect(reportError(thrown)).toEqual(report)
})
