import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseGroup } from './group.js'
import { parsePasswd } from './passwd.js'
import { staticGroupId, staticUserId } from './static-ids.js'

const folder = '/usr/share/base-passwd'

/** What only some releases have. */
const changing = ['_apt', 'gnats']

it.skipIf(!existsSync(folder))('are those of base-passwd (needs base-passwd)', () => {
  const read = (name: string) => readFileSync(`${folder}/${name}.master`, 'latin1')
  const users = parsePasswd(read('passwd')).filter(({ name }) => !changing.includes(name))
  const groups = parseGroup(read('group')).filter(({ name }) => !changing.includes(name))
  expect(users.length).toBeGreaterThan(10)
  expect(users.map(({ name }) => staticUserId(name))).toEqual(users.map(({ uid }) => uid))
  expect(groups.map(({ name }) => staticGroupId(name))).toEqual(groups.map(({ gid }) => gid))
})

it('are not known of what a package makes', () => {
  expect([staticUserId('messagebus'), staticGroupId('constructor')]).toEqual([undefined, undefined])
})
