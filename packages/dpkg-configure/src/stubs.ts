import type { FileBind } from '@apt2ostree/sandbox'

/**
 * Programs that stand in for the tree's own while scripts run, so that none starts a service:
 * invoke-rc.d asks policy-rc.d first, where 101 means "not allowed"; what calls start-stop-daemon
 * by itself is told that all went well.
 */
export const stubs: readonly FileBind[] = [
  { path: '/usr/sbin/policy-rc.d', content: '#!/bin/sh\nexit 101\n', mode: 0o755 },
  { path: '/usr/sbin/start-stop-daemon', content: '#!/bin/sh\nexit 0\n', mode: 0o755 },
]

/** What hooks of kernel packages ask before they make an initramfs (/etc/kernel/postinst.d). */
export const noInitramfs = { INITRD: 'No' }

/** Triggers ask nobody, so what they call makes none; where the image has it. */
export const initramfsStubs: readonly FileBind[] = [
  '/usr/bin/dracut',
  '/usr/sbin/update-initramfs',
  '/usr/sbin/mkinitramfs',
].map((path) => ({ path, content: '#!/bin/sh\nexit 0\n', mode: 0o755 }))
