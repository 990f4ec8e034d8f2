#ifndef RIEPL_CPLATFORM_H
#define RIEPL_CPLATFORM_H

#include <sys/types.h>

/* What Linux has and its C library does not make reachable from Swift. */

/* From here on the kernel refuses this process and its children every write, every program and every socket, and
   every read but below the folders. 0, or the system's number of what is wrong: ENOSYS or EOPNOTSUPP where the
   kernel has no Landlock. */
int riepl_sandbox(const char *const *folders, int count);

/* Opens a file of a folder that has no name yet; -1 with errno where the file system can't. */
int riepl_open_unnamed(const char *folder, mode_t mode);

/* Gives such a file a name that no other file has; -1 with errno. */
int riepl_link_unnamed(int descriptor, const char *path);

/* Gives the system back what the allocator holds ready. */
void riepl_give_memory_back(void);

#endif
