import type { Architecture } from './seccomp-filter.js'

const columns: readonly Architecture[] = ['amd64', 'i386', 'arm64', 'armhf', 'ppc64el', 's390x']

/**
 * The numbers of system calls, of `asm/unistd.h` in linux-libc-dev-ARCH-cross. arm64 shares its own
 * with all architectures since: riscv64, loong64. What an architecture lacks is `-`.
 */
const table = `
acct              163  51  89  51  51  51
add_key           248 286 217 309 269 278
bpf               321 357 280 386 361 351
clone              56 120 220 120 120 120
clone3            435 435 435 435 435 435
delete_module     176 129 106 129 129 129
fanotify_init     300 338 262 367 323 332
finit_module      313 350 273 379 353 344
fsconfig          431 431 431 431 431 431
fsmount           432 432 432 432 432 432
fsopen            430 430 430 430 430 430
fspick            433 433 433 433 433 433
init_module       175 128 105 128 128 128
io_uring_enter    426 426 426 426 426 426
io_uring_register 427 427 427 427 427 427
io_uring_setup    425 425 425 425 425 425
ioctl              16  54  29  54  54  54
kcmp              312 349 272 378 354 343
kexec_file_load   320   - 294 401 382 381
kexec_load        246 283 104 347 268 277
keyctl            250 288 219 311 271 280
lookup_dcookie    212 253  18 249 235 110
mount             165  21  40  21  21  21
mount_setattr     442 442 442 442 442 442
move_mount        429 429 429 429 429 429
open_by_handle_at 304 342 265 371 346 336
open_tree         428 428 428 428 428 428
open_tree_attr    467 467 467 467 467 467
perf_event_open   298 336 241 364 319 331
personality       135 136  92 136 136 136
pidfd_getfd       438 438 438 438 438 438
pivot_root        155 217  41 218 203 217
process_vm_readv  310 347 270 376 351 340
process_vm_writev 311 348 271 377 352 341
quotactl          179 131  60 131 131 131
quotactl_fd       443 443 443 443 443 443
reboot            169  88 142  88  88  88
request_key       249 287 218 310 270 279
setns             308 346 268 375 350 339
socket             41 359 198 281 326 359
socketcall          - 102   -   - 102 102
swapoff           168 115 225 115 115 115
swapon            167  87 224  87  87  87
syslog            103 103 116 103 103 103
umount              -  22   -   -  22  22
umount2           166  52  39  52  52  52
unshare           272 310  97 337 282 303
userfaultfd       323 374 282 388 364 355
`

const numbers = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', ...row] = line.split(/ +/)
      return [name, new Map(row.map((number, index) => [columns[index], number]))]
    }),
)

/** Returns the number of a system call; undefined where the architecture has none of that name. */
export function syscallNumber(name: string, architecture: Architecture): number | undefined {
  const number = numbers.get(name)?.get(architecture)
  return number === undefined || number === '-' ? undefined : Number(number)
}
