import { out } from './run.js'

/**
 * What apt would do in an installed system if it were told to `action`, by the host's package lists:
 * lines of apt-get --simulate that begin with what happens to a package. None where all is well.
 */
export async function aptWants(root: string, action: string): Promise<string[]> {
  const settings = [
    `Dir::State=${root}/var/lib/apt`,
    `Dir::State::status=${root}/var/lib/dpkg/status`,
    'Dir::State::lists=/var/lib/apt/lists',
    'Dir::Etc::preferencesparts=/dev/null',
    // the host's own caches are for its own system
    ...['Dir::Cache::pkgcache=', 'Dir::Cache::srcpkgcache='],
  ]
  const options = settings.map((setting) => `-o ${setting}`).join(' ')
  const said = await out(`apt-get --simulate ${options} ${action}`)
  return said.split('\n').filter((line) => /^(Inst|Conf|Remv|Purg) /.test(line))
}
