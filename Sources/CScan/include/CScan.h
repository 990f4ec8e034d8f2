/* What a table of text is read with that Swift can't say: finding its marks 64 bytes at a time, reading plain figures and
   looking texts up in wide registers, and a mapped file that may shrink. For processors that can't do it
   there is a plain way, here or in Swift, with the same outcome. */
#ifndef RIEPL_CSCAN_H
#define RIEPL_CSCAN_H

#include <stddef.h>
#include <stdint.h>

/* What is looked for. */
typedef struct {
  /* What stands between fields, and the last byte of a line end. */
  uint8_t delimiter, newline;
  /* Whether words for totals are looked for. */
  uint8_t totals;
  /* Whether `whole` is such a word as well. */
  uint8_t has_whole;
  /* Seven small letters, the first one in the lowest byte. */
  uint64_t whole;
} riepl_scan_request;

/* What is known of the bytes so far. */
typedef struct {
  /* All ones within quotation marks. */
  uint64_t inside;
  /* 1 where the byte before is a mark or a quotation mark. */
  uint64_t before;
  /* 1 where the byte before closes a quoted field. */
  uint64_t closed;
  /* The marks, quotation marks, first letters, spaces and letters t of the block before. */
  uint64_t marks, quotes, firsts, spaces, letters;
  /* How many positions there are, and how many of them are line ends. */
  size_t found, newlines;
  /* Whether a quotation mark stands where none may, or a mebibyte has no mark. */
  int is_broken;
  /* Whether a word for a total was found. */
  int has_total;
} riepl_scan_state;

/* How the processor finds marks: 0 as all can, 1 with AVX2, 2 with AVX-512. */
int riepl_scan_best_level(void);

/* How many bytes are looked at together, at most. */
enum { riepl_scan_run = 4096 };

/* Writes the positions of marks that stand outside quotation marks, from an offset that is a multiple of 64 on, until
   there are `limit` of them or more, all bytes are read, or it is broken; where it is broken, what was found means
   nothing. It may also end earlier. Gives the offset of the first byte that was not looked at. As many positions more
   than `limit` as a run has bytes, and 64, are written to; 64 bytes in front of the first one and behind the last one
   are read. */
size_t riepl_scan_marks(int level, const riepl_scan_request *request, riepl_scan_state *state, const uint8_t *base,
                        size_t offset, size_t count, uint32_t *positions, size_t limit);

/* A column of a run of rows. */
typedef struct {
  const uint8_t *base;
  /* The position before the text of the first row, and behind it that of its end; so many farther on those of the next. */
  const uint32_t *positions;
  size_t stride;
  /* The numbers of the rows that are looked at; none for all. */
  const uint32_t *rows;
  size_t count;
  /* Whether a carriage return may stand behind the text. */
  int is_last;
} riepl_column;

/* Reads figures of up to 14 bytes that are nothing but digits with a minus in front and up to `decimals` of them, at most
   three, behind a point, for a processor of level 2. Writes values in that unit, eight at a time; lists which rows it
   left, whose values are 0, and how many there are. Gives bits that the absolute values have among them. 16 bytes in
   front of each text are read. */
size_t riepl_read_figures(
    const riepl_column *column, int decimals, int64_t *values, uint32_t *odd, uint64_t *magnitude);

/* A text of up to 32 bytes, with zeros behind it, and its code. Its address is a multiple of what it takes in memory, so
   that it is in one line of that. */
typedef struct {
  uint8_t bytes[32];
  /* How many bytes it has, and 1; 0 for a free place. */
  uint32_t size;
  uint32_t code;
  uint64_t unused[3];
} riepl_known_text;

/* Texts that are known, found by the upper bits of a number made of their bytes and a factor, which is odd. `mask` is one
   less than how many places there are, a power of two, of which some are free; `shift` leaves as many bits. */
typedef struct {
  riepl_known_text *places;
  uint64_t mask, shift, factor;
} riepl_known_texts;

/* Writes the codes of texts that are known, and lists the rows of those that are not, for a processor of level 2; gives
   how many these are. */
size_t riepl_find_texts(
    const riepl_known_texts *known, const riepl_column *column, uint32_t *codes, uint32_t *missed);

/* Where a text was put: in its own place, or behind another text that has the same one. */
typedef enum { riepl_was_known, riepl_placed_first, riepl_placed_behind } riepl_placed;

/* Makes a text known. */
riepl_placed riepl_know_text(
    const riepl_known_texts *known, const uint8_t *bytes, uint32_t length, uint32_t code);

/* Asks for the memory at a place that is about to be read. */
static inline __attribute__((always_inline)) void riepl_prefetch(const void *place) { __builtin_prefetch(place); }

/* Says that a piece of memory is read in no order, and better stands in few large pages. */
void riepl_use_large_pages(void *start, size_t length);

/* How often a byte stands among others. */
size_t riepl_count(const uint8_t *bytes, size_t length, uint8_t byte);

/* Asks for a part of a mapped file, from the start of a page on; where the system can't, its pages come when they are
   read. */
void riepl_fetch_pages(const void *start, size_t length);

/* From now on, reading behind the end of a file that has shrunk gives zeros; 0 where there is no room for it. */
int riepl_guard_add(const void *start, size_t length);

/* Ends that, and says whether the file had shrunk. */
int riepl_guard_remove(const void *start);

/* Whether a guarded file has shrunk so far. */
int riepl_guard_was_hit(const void *start);

/* Opens a file of a folder that never gets a name, to write and to read; -1 with errno where the file system can't. */
int riepl_open_nameless(const char *folder);

#endif
