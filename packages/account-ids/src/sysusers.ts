/** A line of sysusers.d(5) that makes a user, with ids that stand in it. */
export interface SysusersUser {
  readonly name: string
  readonly uid: number
  /** Primary group; a `g` line must make it. */
  readonly gid: number
  readonly gecos: string
  readonly home: string
  readonly shell: string
}

/** A line that makes a group. */
export interface SysusersGroup {
  readonly name: string
  readonly gid: number
}

/** A line that makes a user a member of a group. */
export interface SysusersMember {
  readonly user: string
  readonly group: string
}

/** `u NAME UID:GID "GECOS" HOME SHELL` */
export function formatSysusersUser(user: SysusersUser): string {
  const { name, uid, gid, gecos, home, shell } = user
  return ['u', name, `${uid}:${gid}`, quote(gecos), field(home), field(shell)].join(' ')
}

/** `g NAME GID` */
export function formatSysusersGroup({ name, gid }: SysusersGroup): string {
  return `g ${name} ${gid}`
}

/** `m USER GROUP` */
export function formatSysusersMember({ user, group }: SysusersMember): string {
  return `m ${user} ${group}`
}

function field(text: string): string {
  return text === '' || /[\s"'\\]/.test(text) ? quote(text) : specifiersKept(text)
}

function quote(text: string): string {
  return text === '' ? '-' : `"${specifiersKept(text.replace(/["\\]/g, '\\$&'))}"`
}

/** systemd expands `%b` and the like; a percent sign of its own is doubled. */
function specifiersKept(text: string): string {
  return text.replaceAll('%', '%%')
}
