/**
 * Returns a line of shell that moves something out of the way where it is there. Removed, its inodes
 * would be passed over, one by one, for minutes (recently_deleted in the kernel's fs/ext4/ialloc.c),
 * which costs whatever is measured next.
 */
export function setAside(path: string): string {
  return `{ [ ! -e ${path} ] || mv ${path} $(mktemp -d ${path}-XXXXXX); }`
}
