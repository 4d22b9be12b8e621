/*
 * A disk that fails on command, between a program and the kernel (LD_PRELOAD): every call that changes files below a
 * folder is counted, over all threads, and the one that is chosen is answered with an error, is the program's last, or
 * waits until the folder was copied as it is: that is what a crash at this very moment would leave.
 *
 * strace could inject faults too, but it counts for each thread apart, knows whole paths only, and would also fail the
 * wake-ups of the event loop, which are writes as well. In faulty-disk.test.ts strace bears witness that no call passes
 * this file by.
 *
 *   FAULTY_ROOTS    folders watched, separated by ':'
 *   FAULTY_CONTROL  file of six 32-bit integers, shared while the program runs (struct control)
 *   FAULTY_LOG      file that gets a line for each call
 *   FAULTY_COPIES   folder that gets the copies of the first of the watched folders, named by the number of the call
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { OPEN, WRITE, SYNC, RENAME, UNLINK, TRUNCATE, MKDIR };
static const char *const NAMES[] = { "open", "write", "sync", "rename", "unlink", "truncate", "mkdir" };

struct control {
  int32_t first;  /* number of the first call it happens to; 0 = none */
  int32_t last;   /* of the last one; 0 = to all from the first on */
  int32_t action; /* KILL, KILL_TORN, COPY or an errno */
  int32_t kinds;  /* bit mask of the kinds counted */
  int32_t seen;   /* calls counted so far */
  int32_t failed; /* of them, how many were answered with the error */
};
#define KILL (-1)
#define KILL_TORN (-2)
#define COPY (-3)

static struct control *control;
static const char *roots;
static const char *copies;
static int log_fd = -1;
/* Held from the decision on a call to its end, so that a copy never sees a call of another thread half done. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULTY_CONTROL");
  const char *log = getenv("FAULTY_LOG");
  roots = getenv("FAULTY_ROOTS");
  copies = getenv("FAULTY_COPIES");
  if (path == NULL || log == NULL || roots == NULL || copies == NULL) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) abort();
  void *shared = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared == MAP_FAILED) abort();
  syscall(SYS_close, fd);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  control = shared;
}

static int is_watched(const char *path) {
  for (const char *root = roots; *root != 0;) {
    size_t length = strcspn(root, ":");
    if (length > 0 && strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0)) return 1;
    root += length;
    if (*root == ':') root++;
  }
  return 0;
}

static void copy(int number) {
  char from[PATH_MAX], to[PATH_MAX + 16];
  snprintf(from, sizeof from, "%.*s", (int)strcspn(roots, ":"), roots);
  snprintf(to, sizeof to, "%s/%d", copies, number);
  char *const arguments[] = { "cp", "-a", from, to, NULL };
  char *const environment[] = { NULL };
  pid_t pid;
  int status = -1;
  if (posix_spawn(&pid, "/bin/cp", NULL, NULL, arguments, environment) != 0) abort();
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  if (status != 0) abort();
}

/* 0 = go on; otherwise the errno to answer with. Does not return when the call is the program's last. */
static int decide(enum kind kind, const char *path, int fd, const char *part, size_t size, off64_t at) {
  if (!(control->kinds & (1 << kind))) return 0;
  int number = ++control->seen;
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%s %s\n", NAMES[kind], path);
  syscall(SYS_write, log_fd, line, (size_t)length);
  if (control->first == 0 || number < control->first || (control->last != 0 && number > control->last)) return 0;
  if (control->action > 0) {
    control->failed++;
    return control->action;
  }
  if (control->action == COPY) {
    copy(number);
    return 0;
  }
  if (control->action == KILL_TORN && part != NULL && size > 1) {
    if (at >= 0) syscall(SYS_pwrite64, fd, part, size / 2, at);
    else syscall(SYS_write, fd, part, size / 2);
  }
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The call itself, unless it concerns a watched path and the disk decides otherwise. */
#define ON_PATH(kind, path, fd, part, size, at, call) \
  do { \
    if (!is_watched(path)) return call; \
    pthread_mutex_lock(&one_at_a_time); \
    int refusal = decide(kind, path, fd, part, size, at); \
    __typeof__(call) result = refusal == 0 ? call : -1; \
    int error = refusal == 0 ? errno : refusal; \
    pthread_mutex_unlock(&one_at_a_time); \
    errno = error; \
    return result; \
  } while (0)
#define BY_PATH(kind, path, call) \
  do { \
    if (control == NULL) return call; \
    ON_PATH(kind, path, -1, NULL, 0, -1, call); \
  } while (0)
#define BY_FD(kind, fd, part, size, at, call) \
  do { \
    char path_[PATH_MAX]; \
    if (control == NULL || !path_of(fd, path_)) return call; \
    ON_PATH(kind, path_, fd, part, size, at, call); \
  } while (0)

#define MODE_OF(flags, mode) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { \
    va_list rest; \
    va_start(rest, flags); \
    mode = va_arg(rest, mode_t); \
    va_end(rest); \
  }
#define OPENER(name) \
  int name(const char *path, int flags, ...) { \
    MODE_OF(flags, mode) \
    if (!(flags & (O_CREAT | O_TRUNC))) return REAL(name)(path, flags, mode); \
    BY_PATH(OPEN, path, REAL(name)(path, flags, mode)); \
  }
OPENER(open)
OPENER(open64)

int openat(int folder, const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  if (!(flags & (O_CREAT | O_TRUNC))) return REAL(openat)(folder, path, flags, mode);
  if (*path == '/') BY_PATH(OPEN, path, REAL(openat)(folder, path, flags, mode));
  BY_FD(OPEN, folder, NULL, 0, -1, REAL(openat)(folder, path, flags, mode));
}

ssize_t write(int fd, const void *bytes, size_t size) {
  BY_FD(WRITE, fd, bytes, size, -1, REAL(write)(fd, bytes, size));
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  BY_FD(WRITE, fd, NULL, 0, -1, REAL(writev)(fd, parts, count));
}
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  BY_FD(WRITE, fd, bytes, size, at, REAL(pwrite64)(fd, bytes, size, at));
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
  BY_FD(WRITE, fd, NULL, 0, -1, REAL(pwritev)(fd, parts, count, at));
}
ssize_t sendfile(int to, int from, off_t *at, size_t size) {
  BY_FD(WRITE, to, NULL, 0, -1, REAL(sendfile)(to, from, at, size));
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
  BY_FD(WRITE, to, NULL, 0, -1, REAL(sendfile64)(to, from, at, size));
}
/* libuv asks for copy_file_range this way. */
long syscall(long number, ...) {
  long a[6];
  va_list rest;
  va_start(rest, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  if (number != SYS_copy_file_range) return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  BY_FD(WRITE, (int)a[2], NULL, 0, -1, REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}
int fsync(int fd) {
  BY_FD(SYNC, fd, NULL, 0, -1, REAL(fsync)(fd));
}
int fdatasync(int fd) {
  BY_FD(SYNC, fd, NULL, 0, -1, REAL(fdatasync)(fd));
}
int rename(const char *from, const char *to) {
  BY_PATH(RENAME, to, REAL(rename)(from, to));
}
int link(const char *from, const char *to) {
  BY_PATH(RENAME, to, REAL(link)(from, to));
}
int unlink(const char *path) {
  BY_PATH(UNLINK, path, REAL(unlink)(path));
}
int remove(const char *path) {
  BY_PATH(UNLINK, path, REAL(remove)(path));
}
int rmdir(const char *path) {
  BY_PATH(UNLINK, path, REAL(rmdir)(path));
}
int unlinkat(int folder, const char *path, int flags) {
  if (*path == '/') BY_PATH(UNLINK, path, REAL(unlinkat)(folder, path, flags));
  BY_FD(UNLINK, folder, NULL, 0, -1, REAL(unlinkat)(folder, path, flags));
}
int ftruncate64(int fd, off64_t size) {
  BY_FD(TRUNCATE, fd, NULL, 0, -1, REAL(ftruncate64)(fd, size));
}
int mkdir(const char *path, mode_t mode) {
  BY_PATH(MKDIR, path, REAL(mkdir)(path, mode));
}
