/*
 * Ways out of a sandbox, one function each. Run without arguments it tries all and prints a line for
 * each, `NAME escaped` or `NAME held`. Where it would do harm it stops as soon as it could.
 * What there is to find is told by the environment: CANARY is a file of the host that says SECRET,
 * SOCKET and ABSTRACT are sockets that somebody listens at, PORT is one of 127.0.0.1, HOST_PID a
 * process, SHM_ID a piece of shared memory, BOUND a file of another file system in the sandbox.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <linux/keyctl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>

static const char *env(const char *name) { const char *v = getenv(name); return v ? v : ""; }

/* The kernel came to look at the call itself. */
static int reached(long result) { return result >= 0 || (errno != EPERM && errno != ENOSYS && errno != EAFNOSUPPORT && errno != ENODEV); }

static int says_secret(const char *path) {
  char text[16] = "";
  int fd = open(path, O_RDONLY | O_NONBLOCK);
  if (fd < 0) return 0;
  long n = read(fd, text, sizeof text - 1);
  close(fd);
  return n > 5 && strncmp(text, "SECRET", 6) == 0;
}

static int can_write(const char *path) { int fd = open(path, O_WRONLY | O_NONBLOCK); if (fd >= 0) close(fd); return fd >= 0; }

/* Calls `try` with PREFIX/PID for each process but this one, and says whether it ever said yes. */
static int any_process(int (*try)(const char *)) {
  DIR *proc = opendir("/proc");
  int found = 0;
  for (struct dirent *e; proc && (e = readdir(proc));) {
    char path[300];
    if (e->d_name[0] < '1' || e->d_name[0] > '9' || atoi(e->d_name) == getpid()) continue;
    snprintf(path, sizeof path, "/proc/%s", e->d_name);
    found |= try(path);
  }
  if (proc) closedir(proc);
  return found;
}

static int root_of(const char *process) { char p[4096]; snprintf(p, sizeof p, "%s/root%s", process, env("CANARY")); return says_secret(p); }
static int proc_root(void) { return any_process(root_of); }

static int cwd_of(const char *process) {
  char p[4096];
  snprintf(p, sizeof p, "%s/cwd/../../../../../../../../../../../..%s", process, env("CANARY"));
  return says_secret(p);
}
static int proc_cwd(void) { return any_process(cwd_of); }

static int files_of(const char *process) {
  char directory[300];
  snprintf(directory, sizeof directory, "%s/fd", process);
  DIR *fds = opendir(directory);
  int found = 0;
  for (struct dirent *e; fds && (e = readdir(fds));) {
    char p[4096];
    snprintf(p, sizeof p, "%s/%s/canary", directory, e->d_name);
    found |= says_secret(p);
  }
  if (fds) closedir(fds);
  return found;
}
static int proc_fd(void) { return any_process(files_of); }

static int own_files(void) {
  for (int fd = 3; fd < 4096; fd++) if (fcntl(fd, F_GETFD) >= 0 && fd != 3) return 1;
  return files_of("/proc/self");
}

static int environment_of(const char *process) {
  char p[300], text[65536];
  snprintf(p, sizeof p, "%s/environ", process);
  int fd = open(p, O_RDONLY);
  if (fd < 0) return 0;
  long n = read(fd, text, sizeof text);
  close(fd);
  return n > 0 && memmem(text, n, "BUILD_SECRET=", 13) != 0;
}
static int proc_environ(void) { return any_process(environment_of); }

static int climb(void) {
  int ok = chroot("/tmp/cage") == 0;
  for (int i = 0; i < 64; i++) ok &= chdir("..") == 0;
  return ok && chroot(".") == 0 && says_secret(env("CANARY"));
}

static int file_handle(void) {
  struct { struct file_handle h; char bytes[128]; } f = { .h.handle_bytes = 128 };
  int mount_id, mount = open(env("BOUND"), O_RDONLY);
  if (name_to_handle_at(AT_FDCWD, env("BOUND"), &f.h, &mount_id, 0) < 0) return 0;
  return open_by_handle_at(mount, &f.h, O_RDONLY) >= 0;
}

static int trace_of(const char *process) {
  char p[300], text[8192] = "";
  struct stat theirs, ours;
  int pid = atoi(process + 6);
  if (pid != 1 && pid != atoi(env("HOST_PID"))) return 0;
  if (ptrace(PTRACE_SEIZE, pid, 0, 0) < 0) return 0;
  snprintf(p, sizeof p, "%s/status", process);
  int fd = open(p, O_RDONLY);
  if (fd >= 0 && read(fd, text, sizeof text - 1) < 0) return 0;
  char *caps = strstr(text, "CapEff:");
  unsigned long long effective = caps ? strtoull(caps + 7, 0, 16) : 0;
  snprintf(p, sizeof p, "%s/root", process);
  int outside = stat(p, &theirs) == 0 && stat("/", &ours) == 0 && (theirs.st_ino != ours.st_ino || theirs.st_dev != ours.st_dev);
  return outside || (effective >> 21) & 1;
}
static int trace(void) { return any_process(trace_of); }

static int memory_of(const char *process) {
  char p[300];
  snprintf(p, sizeof p, "%s/mem", process);
  return atoi(process + 6) == atoi(env("HOST_PID")) && can_write(p);
}
static int host_memory(void) { return any_process(memory_of); }
static int signal_host(void) { return kill(atoi(env("HOST_PID")), 0) == 0; }

static int core_pattern(void) { return can_write("/proc/sys/kernel/core_pattern"); }
static int modprobe(void) { return can_write("/proc/sys/kernel/modprobe"); }
static int sysctl_vm(void) { return can_write("/proc/sys/vm/overcommit_memory"); }
static int sysrq(void) { return can_write("/proc/sysrq-trigger"); }
static int kernel_memory(void) { return open("/proc/kcore", O_RDONLY) >= 0 && lseek(open("/proc/kcore", O_RDONLY), 0, SEEK_END) > 0; }
static int key_list(void) { char c; int fd = open("/proc/key-users", O_RDONLY); return fd >= 0 && read(fd, &c, 1) == 1; }
static int sysfs(void) { return access("/sys/kernel", F_OK) == 0; }

/* Whatever in /proc is not about a process; root may open more, which nothing can be written to. */
static int writable_below(const char *directory, int depth) {
  DIR *d = opendir(directory);
  int found = 0;
  for (struct dirent *e; d && (e = readdir(d));) {
    char p[4096];
    struct stat s;
    if (e->d_name[0] == '.' || (depth == 0 && ((e->d_name[0] >= '0' && e->d_name[0] <= '9') || e->d_type == DT_LNK || strstr(e->d_name, "self")))) continue;
    snprintf(p, sizeof p, "%s/%s", directory, e->d_name);
    if (e->d_type == DT_DIR) found |= writable_below(p, depth + 1);
    else if (e->d_type == DT_REG && stat(p, &s) == 0 && (s.st_mode & 0222) && can_write(p)) found = 1;
  }
  if (d) closedir(d);
  return found;
}
static int proc_writable(void) { return writable_below("/proc", 0); }

static int proc_chmod(void) { return chmod("/proc/loadavg", 0444) == 0; }

static int join_of(const char *process) {
  char p[300];
  snprintf(p, sizeof p, "%s/ns/net", process);
  int fd = open(p, O_RDONLY);
  return fd >= 0 && setns(fd, CLONE_NEWNET) == 0;
}
static int join_namespace(void) { return any_process(join_of); }
static int new_user_namespace(void) { return unshare(CLONE_NEWUSER) == 0; }
static int clone_user_namespace(void) {
  long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) _exit(0);
  return pid > 0;
}
static int clone3_user_namespace(void) {
  unsigned long long args[11] = { CLONE_NEWUSER, 0, 0, 0, SIGCHLD };
  long pid = syscall(SYS_clone3, args, sizeof args);
  if (pid == 0) _exit(0);
  return pid > 0;
}
static int new_mounts(void) { return unshare(CLONE_NEWNS) == 0; }
static int mount_old(void) { return mount("tmpfs", "/tmp/cage", "tmpfs", 0, 0) == 0; }
static int mount_new(void) { return syscall(430, "tmpfs", 0) >= 0; }
static int mount_clone(void) { return syscall(428, AT_FDCWD, "/", 1) >= 0; }
static int mount_move(void) { return reached(syscall(429, -1, "", -1, "", 0)); }
static int change_root(void) { return reached(syscall(SYS_pivot_root, "/nowhere", "/nowhere")); }

static int device(mode_t kind, int major, int minor) {
  unlink("/tmp/device");
  if (mknod("/tmp/device", kind | 0600, makedev(major, minor)) < 0) return 0;
  int fd = open("/tmp/device", O_RDONLY | O_NONBLOCK);
  unlink("/tmp/device");
  return fd >= 0;
}
static int device_memory(void) { return device(S_IFCHR, 1, 11); }
static int device_loop(void) { return open("/dev/loop-control", O_RDWR) >= 0 || device(S_IFCHR, 10, 237); }
static int device_fuse(void) { return open("/dev/fuse", O_RDWR) >= 0 || device(S_IFCHR, 10, 229); }
static int device_kmsg(void) { return open("/dev/kmsg", O_RDONLY | O_NONBLOCK) >= 0; }

static int connects(int family, const void *address, socklen_t length) {
  int fd = socket(family, SOCK_STREAM, 0);
  return fd >= 0 && connect(fd, address, length) == 0;
}
static int socket_path(void) {
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  strncpy(a.sun_path, env("SOCKET"), sizeof a.sun_path - 1);
  return connects(AF_UNIX, &a, sizeof a);
}
static int socket_abstract(void) {
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  strncpy(a.sun_path + 1, env("ABSTRACT"), sizeof a.sun_path - 2);
  return connects(AF_UNIX, &a, sizeof a);
}
static int socket_loopback(void) {
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(atoi(env("PORT"))), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  return connects(AF_INET, &a, sizeof a);
}
static int socket_vsock(void) { return reached(socket(AF_VSOCK, SOCK_STREAM, 0)); }
static int socket_raw(void) { return socket(AF_PACKET, SOCK_RAW, 0) >= 0; }
static int socket_crypto(void) { return socket(AF_ALG, SOCK_SEQPACKET, 0) >= 0; }
static int shared_memory(void) { struct shmid_ds d; return shmctl(atoi(env("SHM_ID")), IPC_STAT, &d) == 0; }

static int keyring(void) { return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, 1) >= 0; }
static int add_key(void) { return reached(syscall(SYS_add_key, "user", "x", "x", 1, KEY_SPEC_PROCESS_KEYRING)); }
static int request_key(void) { return reached(syscall(SYS_request_key, "user", "nothing", 0, KEY_SPEC_PROCESS_KEYRING)); }
static int bpf(void) { return reached(syscall(SYS_bpf, 5, 0, 0)); }
static int perf(void) { return reached(syscall(SYS_perf_event_open, 0, 0, -1, -1, 0)); }
static int io_uring(void) { return reached(syscall(425, 1, 0)); }
static int userfault(void) { return reached(syscall(SYS_userfaultfd, 0)); }
static int read_memory(void) { return reached(syscall(SYS_process_vm_readv, 1, 0, 0, 0, 0, 0)); }
static int kernel_log(void) { return reached(syscall(SYS_syslog, 10, 0, 0)); }
static int new_personality(void) { return personality(ADDR_NO_RANDOMIZE) >= 0; }

/* keyctl by the door of 32 bit programs */
static int old_door(void) {
#ifdef __x86_64__
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(288), "b"(0), "c"(KEY_SPEC_USER_KEYRING), "d"(1) : "memory");
  return result >= 0;
#else
  return 0;
#endif
}

static int terminal_input(void) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || unlockpt(master) < 0) return 0;
  setsid();
  int slave = open(ptsname(master), O_RDWR);
  ioctl(slave, TIOCSCTTY, 0);
  return reached(ioctl(slave, TIOCSTI, "x"));
}

/* Far from a whole machine's worth; as root and with no limit of any kind it all succeeds. */
static int fork_bomb(void) {
  const int most = 4200;
  static pid_t children[4200];
  int n = 0;
  while (n < most && (children[n] = fork()) > 0) n++;
  if (n < most && children[n] == 0) { pause(); _exit(0); }
  for (int i = 0; i < n; i++) kill(children[i], SIGKILL);
  for (int i = 0; i < n; i++) waitpid(children[i], 0, 0);
  return n == most;
}

static int set_user_id(void) {
  char text[4096] = "";
  int fd = open("/proc/self/status", O_RDONLY);
  return fd >= 0 && read(fd, text, sizeof text - 1) > 0 && strstr(text, "NoNewPrivs:\t0") != 0;
}

static const struct { const char *name; int (*attack)(void); } attacks[] = {
#define ATTACK(name) { #name, name },
  ATTACK(proc_root) ATTACK(proc_cwd) ATTACK(proc_fd) ATTACK(own_files) ATTACK(proc_environ)
  ATTACK(climb) ATTACK(file_handle) ATTACK(trace) ATTACK(host_memory) ATTACK(signal_host)
  ATTACK(core_pattern) ATTACK(modprobe) ATTACK(sysctl_vm) ATTACK(sysrq) ATTACK(kernel_memory)
  ATTACK(key_list) ATTACK(sysfs) ATTACK(proc_writable) ATTACK(proc_chmod)
  ATTACK(join_namespace) ATTACK(new_user_namespace) ATTACK(clone_user_namespace)
  ATTACK(clone3_user_namespace) ATTACK(new_mounts) ATTACK(mount_old) ATTACK(mount_new)
  ATTACK(mount_clone) ATTACK(mount_move) ATTACK(change_root)
  ATTACK(device_memory) ATTACK(device_loop) ATTACK(device_fuse)
  ATTACK(device_kmsg) ATTACK(socket_path) ATTACK(socket_abstract) ATTACK(socket_loopback)
  ATTACK(socket_vsock) ATTACK(socket_raw) ATTACK(socket_crypto) ATTACK(shared_memory)
  ATTACK(keyring) ATTACK(add_key) ATTACK(request_key) ATTACK(bpf) ATTACK(perf) ATTACK(io_uring)
  ATTACK(userfault) ATTACK(read_memory) ATTACK(kernel_log) ATTACK(new_personality)
  ATTACK(old_door) ATTACK(terminal_input)
  ATTACK(fork_bomb) ATTACK(set_user_id)
};

int main(void) {
  /* where nothing hinders it, no mount is to reach anybody else */
  if (unshare(CLONE_NEWNS) == 0 && mount(0, "/", 0, MS_REC | MS_PRIVATE, 0) < 0) return 1;
  mkdir("/tmp/cage", 0700);
  setvbuf(stdout, 0, _IOLBF, 0);
  for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
    int status = 0;
    pid_t child = fork();
    /* 1 is for what the kernel itself ends the attack with */
    if (child == 0) _exit(attacks[i].attack() ? 42 : 0);
    waitpid(child, &status, 0);
    printf("%s %s\n", attacks[i].name, WIFEXITED(status) && WEXITSTATUS(status) == 42 ? "escaped" : "held");
  }
  return 0;
}
