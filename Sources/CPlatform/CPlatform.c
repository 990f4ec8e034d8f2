#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's interface to Landlock; older header files don't have all of it. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, RULE_PATH_BENEATH = 1, VERSION_FLAG = 1 };
enum { READ_FILE = 1 << 2, READ_FOLDER = 1 << 3 };

struct ruleset {
  uint64_t files, network, scopes;
};

struct __attribute__((packed)) path_rule {
  uint64_t allowed;
  int32_t parent;
};

/* All rights on files that a version of the interface knows. */
static uint64_t file_rights(int version) {
  uint64_t rights = (1ULL << 13) - 1;
  if (version >= 2) rights |= 1ULL << 13; /* moving between folders */
  if (version >= 3) rights |= 1ULL << 14; /* truncating */
  if (version >= 5) rights |= 1ULL << 15; /* controlling devices */
  return rights;
}

static int allow_reading(int ruleset, const char *folder) {
  int parent = open(folder, O_PATH | O_CLOEXEC);
  if (parent < 0) return errno;
  struct path_rule rule = {.allowed = READ_FILE | READ_FOLDER, .parent = parent};
  int fault = syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0) == 0 ? 0 : errno;
  close(parent);
  return fault;
}

int riepl_sandbox(const char *const *folders, int count) {
  int version = (int)syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
  if (version < 1) return errno ? errno : ENOSYS;
  struct ruleset attributes = {.files = file_rights(version)};
  if (version >= 4) attributes.network = 3; /* binding and connecting */
  if (version >= 6) attributes.scopes = 3;  /* abstract sockets and signals */
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  int ruleset = (int)syscall(CREATE_RULESET, &attributes, size, 0);
  if (ruleset < 0) return errno;
  int fault = 0;
  for (int index = 0; index < count && fault == 0; index++) fault = allow_reading(ruleset, folders[index]);
  if (fault == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fault = errno;
  if (fault == 0 && syscall(RESTRICT_SELF, ruleset, 0) != 0) fault = errno;
  close(ruleset);
  return fault;
}

int riepl_open_unnamed(const char *folder, mode_t mode) {
  /* Without /proc it could get no name later. */
  if (access("/proc/self/fd", X_OK) != 0) return -1;
  return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
}

int riepl_link_unnamed(int descriptor, const char *path) {
  char source[64];
  snprintf(source, sizeof source, "/proc/self/fd/%d", descriptor);
  return linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

void riepl_give_memory_back(void) { malloc_trim(0); }
