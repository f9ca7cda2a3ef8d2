import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatFstab, innerMounts, outerMounts, overlayMount } from './mount-table.js'

it('mounts an overlay that leaves plain files behind', () => {
  const options = 'lowerdir=lower,upperdir=upper,workdir=work,volatile,redirect_dir=nofollow'
  expect(overlayMount('/w/root', 'root').options).toBe(`${options},metacopy=off,index=off`)
  expect(overlayMount('/w/root', 'unshare').options).toBe(
    `${options},metacopy=off,index=off,userxattr`,
  )
})

it('mounts nothing outside the tree', () => {
  for (const { target } of [...outerMounts('/w/root'), ...innerMounts('/w/root', 'root')]) {
    expect(target).toMatch(/^\/w\/root\/(dev|proc|sys|tmp)(\/|$)/)
  }
})

it('escapes what fstab(5) gives a meaning', () => {
  const mount = { source: '/a b\\c#', target: '/x\ty\nz', type: 'none', options: 'bind' }
  expect(formatFstab([mount])).toBe('/a\\040b\\134c\\043 /x\\011y\\012z none bind 0 0\n')
})

it('writes a table that reads back', () => {
  const field = fc.string({ minLength: 1, unit: 'binary-ascii' })
  fc.assert(
    fc.property(field, field, (source, target) => {
      const line = formatFstab([{ source, target, type: 't', options: 'o' }])
      expect(line.endsWith('\n')).toBe(true)
      expect(line.slice(0, -1).split(' ').map(unescapeField)).toEqual([
        source,
        target,
        't',
        'o',
        '0',
        '0',
      ])
    }),
  )
})

/** As libmount's unmangle(). */
function unescapeField(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)))
}
