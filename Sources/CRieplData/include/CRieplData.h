// The files of the embedded datasets, byte for byte as they stand beside the source.
#ifndef CRIEPLDATA_H
#define CRIEPLDATA_H

#include <stddef.h>

/// One embedded file.
typedef struct {
  /// Its path below the folder of this target, such as "folder/file.csv".
  const char *_Nonnull path;
  /// Its bytes, without a zero at the end.
  const unsigned char *_Nonnull bytes;
  /// How many bytes there are.
  size_t count;
} riepl_data_file;

/// How many files there are.
size_t riepl_data_file_count(void);

/// The file with a number below that count; another number gives the last file.
riepl_data_file riepl_data_file_at(size_t number);

/// The course of lessons.
riepl_data_file riepl_course(void);

#endif
