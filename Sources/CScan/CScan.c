#define _GNU_SOURCE
#include "CScan.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The system says that a mapped file has shrunk by a signal at the first byte that is gone. The handler puts pages of
   zeros in the place of all that is gone; whoever reads looks afterwards whether that has happened. */

enum { places = 64 };

static struct {
  _Atomic uintptr_t start;
  _Atomic size_t length;
  _Atomic int hit;
} guarded[places];

static struct sigaction earlier;

static void bus_error(int number, siginfo_t *info, void *context)
{
  const uintptr_t address = (uintptr_t)info->si_addr;
  (void)context;
  for (int place = 0; place < places; place++) {
    const uintptr_t start = guarded[place].start;
    const size_t length = guarded[place].length;
    if (start != 0 && address >= start && address < start + length) {
      const uintptr_t page = address & ~(uintptr_t)(sysconf(_SC_PAGESIZE) - 1);
      void *zeros = mmap((void *)page, start + length - page, PROT_READ,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
      if (zeros == MAP_FAILED) break;
      guarded[place].hit = 1;
      return;
    }
  }
  sigaction(number, &earlier, NULL);
}

int riepl_guard_add(const void *start, size_t length)
{
  static _Atomic int installed = 0;
  if (!atomic_exchange(&installed, 1)) {
    struct sigaction action = {0};
    action.sa_sigaction = bus_error;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &earlier);
  }
  for (int place = 0; place < places; place++) {
    uintptr_t none = 0;
    if (atomic_compare_exchange_strong(&guarded[place].start, &none, (uintptr_t)start)) {
      guarded[place].hit = 0;
      guarded[place].length = length;
      return 1;
    }
  }
  return 0;
}

int riepl_guard_was_hit(const void *start)
{
  for (int place = 0; place < places; place++)
    if (guarded[place].start == (uintptr_t)start) return guarded[place].hit;
  return 0;
}

int riepl_guard_remove(const void *start)
{
  for (int place = 0; place < places; place++)
    if (guarded[place].start == (uintptr_t)start) {
      const int hit = guarded[place].hit;
      guarded[place].length = 0;
      guarded[place].start = 0;
      return hit;
    }
  return 0;
}

void riepl_use_large_pages(void *start, size_t length)
{
#ifdef MADV_HUGEPAGE
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  const uintptr_t first = ((uintptr_t)start + page - 1) & ~(page - 1);
  const uintptr_t last = ((uintptr_t)start + length) & ~(page - 1);
  if (last > first) madvise((void *)first, last - first, MADV_HUGEPAGE);
#else
  (void)start;
  (void)length;
#endif
}

size_t riepl_count(const uint8_t *bytes, size_t length, uint8_t byte)
{
  enum { together = 240 };
  size_t number = 0;
  for (; length >= together; bytes += together, length -= together) {
    uint8_t found = 0;
    for (int index = 0; index < together; index++) found = (uint8_t)(found + (bytes[index] == byte));
    number += found;
  }
  for (size_t index = 0; index < length; index++) number += bytes[index] == byte;
  return number;
}

void riepl_fetch_pages(const void *start, size_t length)
{
#ifdef MADV_POPULATE_READ
  madvise((void *)start, length, MADV_POPULATE_READ);
#else
  (void)start;
  (void)length;
#endif
}

int riepl_open_nameless(const char *folder)
{
  const int file = open(folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
  /* Not every kind of disk has files without a name from the start. */
  char path[4096];
  const int length = snprintf(path, sizeof path, "%s/riepl-XXXXXX", folder);
  if (length < 0 || (size_t)length >= sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  const int named = mkostemp(path, O_CLOEXEC);
  if (named >= 0) unlink(path);
  return named;
}
