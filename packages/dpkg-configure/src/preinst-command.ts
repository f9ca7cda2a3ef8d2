import type { Command } from '@apt2ostree/sandbox'
import { preinstEnvironment } from './script-environment.js'
import type { UnpackedPackage, UnpackedSystem } from './unpacked-system.js'

/** The kind of a command that is a preinst; its subject is the package. */
export const PREINST_KIND = 'preinst'

/** Whether a package has a preinst. */
export function hasPreinst({ info }: UnpackedSystem, { infoName }: UnpackedPackage): boolean {
  return info.has(`${infoName}.preinst`)
}

/** Runs the preinst of a package as for a first installation. */
export function preinstCommand(system: UnpackedSystem, item: UnpackedPackage): Command {
  return {
    label: `preinst of ${item.name}`,
    kind: PREINST_KIND,
    subject: item.infoName,
    environment: preinstEnvironment(item, system),
    ...run(item, system),
  }
}

function run(item: UnpackedPackage, system: UnpackedSystem): Pick<Command, 'argv' | 'input'> {
  const path = `/var/lib/dpkg/info/${item.infoName}.preinst`
  if (!system.read(`info/${item.infoName}.preinst`).includes('debconf/confmodule')) {
    return { argv: [path, 'install'] }
  }
  return {
    argv: ['/bin/sh', '-c', asWhileUnpacking, 'sh', item.infoName],
    input: `${item.stanza.text}\n`,
  }
}

/**
 * debconf learns which package asks from the control files that dpkg extracts to `tmp.ci` before it
 * unpacks the rest, and where it runs the preinst from (debconf's frontend; dpkg's unpack.c).
 */
const asWhileUnpacking = `
cd /var/lib/dpkg && rm -rf tmp.ci && mkdir tmp.ci && cat > tmp.ci/control || exit
for file in info/"$1".*; do cp -p "$file" tmp.ci/"\${file#info/"$1".}"; done
(cd / && exec /var/lib/dpkg/tmp.ci/preinst install < /dev/null)
status=$?
rm -rf tmp.ci
exit $status
`
