import { describe, expect, it } from 'vitest'
import { type ImageChanges, runsCommands } from './changes.js'
import { planWork } from './plan-work.js'

const none: ImageChanges = {
  removeFiles: [],
  addFiles: [],
  enableUnits: [],
  disableUnits: [],
  postprocess: [],
}

describe('planWork', () => {
  it('disables before it enables, and runs scripts last', () => {
    const changes = {
      ...none,
      enableUnits: ['a.service', 'b.service'],
      disableUnits: ['c.timer'],
      defaultTarget: 'multi-user.target',
    }
    const scripts = [{ label: 'harden', text: '#!/bin/sh\ntrue\n' }]
    const { commands, binds, environment } = planWork(changes, scripts, 7)
    expect(commands.map(({ argv }) => argv.join(' '))).toEqual([
      'systemctl --root=/ disable c.timer',
      'systemctl --root=/ enable a.service b.service',
      'systemctl --root=/ set-default multi-user.target',
      '/run/postprocess-1',
    ])
    expect(binds).toEqual([
      { path: '/run/postprocess-1', content: '#!/bin/sh\ntrue\n', mode: 0o755 },
    ])
    expect(environment.SOURCE_DATE_EPOCH).toBe('7')
  })

  it.each([
    { summary: 'nothing', changes: none, runs: false },
    { summary: 'files', changes: { ...none, removeFiles: ['/x'] }, runs: false },
    { summary: 'a unit', changes: { ...none, disableUnits: ['x.timer'] }, runs: true },
    { summary: 'a target', changes: { ...none, defaultTarget: 'x.target' }, runs: true },
    { summary: 'a script', changes: { ...none, postprocess: [{ text: '#!' }] }, runs: true },
  ])('runs something for $summary: $runs', ({ changes, runs }) => {
    expect(runsCommands(changes)).toBe(runs)
  })
})
