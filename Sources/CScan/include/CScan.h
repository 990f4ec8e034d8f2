/* Finding the marks of a table of text, 64 bytes at a time, and reading a mapped file that may shrink. */
#ifndef RIEPL_CSCAN_H
#define RIEPL_CSCAN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* For 64 bytes, one bit for each that is one of two marks, and one for each quotation mark. */
static inline __attribute__((always_inline)) void riepl_scan_block(
    const uint8_t *bytes, uint8_t first, uint8_t second, uint64_t *marks, uint64_t *quotes)
{
  uint64_t found = 0, quoted = 0;
#if defined(__SSE2__)
  const __m128i a = _mm_set1_epi8((char)first), b = _mm_set1_epi8((char)second), q = _mm_set1_epi8('"');
  for (int part = 0; part < 4; part++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    const __m128i either = _mm_or_si128(_mm_cmpeq_epi8(v, a), _mm_cmpeq_epi8(v, b));
    found |= (uint64_t)(uint32_t)_mm_movemask_epi8(either) << (16 * part);
    quoted |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, q)) << (16 * part);
  }
#else
  for (int index = 0; index < 64; index++) {
    found |= (uint64_t)(bytes[index] == first || bytes[index] == second) << index;
    quoted |= (uint64_t)(bytes[index] == '"') << index;
  }
#endif
  *marks = found;
  *quotes = quoted;
}

/* The same, and one bit for each letter t, in capitals or not. */
static inline __attribute__((always_inline)) void riepl_scan_block_for_t(
    const uint8_t *bytes, uint8_t first, uint8_t second, uint64_t *marks, uint64_t *quotes, uint64_t *letters)
{
  uint64_t found = 0, quoted = 0, written = 0;
#if defined(__SSE2__)
  const __m128i a = _mm_set1_epi8((char)first), b = _mm_set1_epi8((char)second), q = _mm_set1_epi8('"');
  const __m128i small = _mm_set1_epi8(0x20), t = _mm_set1_epi8('t');
  for (int part = 0; part < 4; part++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
    const __m128i either = _mm_or_si128(_mm_cmpeq_epi8(v, a), _mm_cmpeq_epi8(v, b));
    found |= (uint64_t)(uint32_t)_mm_movemask_epi8(either) << (16 * part);
    quoted |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, q)) << (16 * part);
    written |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(v, small), t)) << (16 * part);
  }
#else
  riepl_scan_block(bytes, first, second, &found, &quoted);
  for (int index = 0; index < 64; index++) written |= (uint64_t)((bytes[index] | 0x20) == 't') << index;
#endif
  *marks = found;
  *quotes = quoted;
  *letters = written;
}

/* From now on, reading behind the end of a file that has shrunk gives zeros; 0 where there is no room for it. */
int riepl_guard_add(const void *start, size_t length);

/* Ends that, and says whether the file had shrunk. */
int riepl_guard_remove(const void *start);

/* Whether a guarded file has shrunk so far. */
int riepl_guard_was_hit(const void *start);

#endif
