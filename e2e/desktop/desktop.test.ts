import { describeFaithful } from '../src/describe-faithful.js'

describeFaithful({
  name: 'bootable',
  packages: ['systemd-sysv', 'linux-image-amd64', 'dracut', 'ostree-boot'],
})
/** Some 830 packages. */
describeFaithful({ name: 'desktop', packages: ['gnome-core'] })
