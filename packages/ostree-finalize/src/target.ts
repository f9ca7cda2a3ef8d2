/**
 * What boots the tree: `ostree` (stock `ostree admin deploy`) wants the configuration in /usr/etc and no
 * /etc, `bootc` (a bootable container) the opposite.
 */
export type Target = 'ostree' | 'bootc'

/** Where the target wants the configuration that the image comes with. */
export function etcOf(target: Target): '/etc' | '/usr/etc' {
  return target === 'bootc' ? '/etc' : '/usr/etc'
}
