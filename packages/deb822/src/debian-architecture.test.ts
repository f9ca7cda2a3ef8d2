import { expect, it } from 'vitest'
import { debianArchitecture } from './index.js'

it.each([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
  ['arm', 'armhf'],
  ['riscv64', 'riscv64'],
])('calls %s %s', (node, debian) => {
  expect(debianArchitecture(node)).toBe(debian)
})
