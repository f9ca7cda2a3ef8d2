import type { ImageTree } from '@apt2ostree/ostree-tree'

const UNITS = '/usr/lib/systemd/system'
const UNIT = 'ssh-host-keys.service'

const TEXT = `[Unit]
Description=Make the SSH host keys that are missing
Documentation=man:ssh-keygen(1)
Before=ssh.service ssh.socket
ConditionPathIsReadWrite=/etc/ssh

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/ssh-keygen -A
`

/**
 * Where the tree has an SSH server, adds a unit that makes its host keys on the machine: keys in
 * an image would be everybody's. Debian makes them when the package is configured.
 */
export function makeSshHostKeys(tree: ImageTree): void {
  const starters = ['ssh.service', 'ssh.socket'].filter(
    (unit) => tree.kindOf(`${UNITS}/${unit}`) !== undefined,
  )
  if (starters.length === 0) return
  tree.addFile(`${UNITS}/${UNIT}`, TEXT)
  for (const unit of starters) tree.addSymlink(`${UNITS}/${unit}.wants/${UNIT}`, `../${UNIT}`)
}
