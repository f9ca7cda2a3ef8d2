import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.js'
import { setAside } from '../set-aside.js'

/**
 * nginx from its unpacked tree to a configured commit, as without root, against `dpkg --configure -a`
 * alone in a checkout of the same tree, in which the preinst scripts have run before. Needs root for
 * that, and for ours a range of ids for root in /etc/subuid and /etc/subgid.
 */
const configure: Bench = {
  name: 'configure',
  async prepare(folder) {
    const shell = (line: string) => execFileSync('bash', ['-ec', line], { cwd: folder })
    shell('apt-index packages | lockgen lock nginx -o nginx.lock')
    shell('ostree-repo init --repo repo')
    shell('deb2ostree unpack --repo repo --lock nginx.lock | ostree-union --repo repo -b unpacked')
    const prepare = join(folder, 'prepare')
    writeFileSync(prepare, preparePeer)
    chmodSync(prepare, 0o755)
    const forget = `rm -f ${folder}/repo/refs/heads/configured`
    const checkouts = `${folder}/repo/tmp/cache/checkouts`
    const ours = {
      name: 'dpkg-configure',
      run: `dpkg-configure --mode unshare --repo ${folder}/repo --branch configured unpacked`,
    }
    const peer = {
      name: 'dpkg --configure -a',
      before: `cd ${folder} && ./prepare`,
      run: `cd ${folder} && unshare --mount --pid --fork sh -ec 'mount -t proc proc root/proc; exec env -i ${environment} chroot root dpkg --configure -a < /dev/null'`,
    }
    return [
      {
        what: 'configure 113 packages (nginx) and commit',
        ours: { ...ours, before: forget },
        peer,
        goal: 1.3,
      },
      {
        what: 'the same, the first time in a repo',
        ours: { ...ours, before: `${forget} && ${setAside(checkouts)}` },
        peer,
        goal: 1.3,
      },
    ]
  },
}

const environment =
  'DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin'

/** Checks the tree out and runs the preinst scripts in it, which `dpkg --configure` does not. */
const preparePeer = `#!/bin/sh
set -e
${setAside('root')}
ostree --repo=repo checkout unpacked root
cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty root/dev
printf '#!/bin/sh\\nexit 101\\n' > root/usr/sbin/policy-rc.d
chmod 755 root/usr/sbin/policy-rc.d
unset TMPDIR
export ${environment}
export DPKG_ADMINDIR=/var/lib/dpkg DPKG_ROOT= DPKG_MAINTSCRIPT_NAME=preinst
export DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1
cd root/var/lib/dpkg/info
for script in base-passwd.preinst base-files.preinst *.preinst; do
  [ -e "$script" ] || continue
  name=\${script%.preinst}
  DPKG_MAINTSCRIPT_PACKAGE=\${name%:*} chroot ../../../.. "/var/lib/dpkg/info/$script" install < /dev/null
done
`

export default configure
