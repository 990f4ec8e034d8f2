/* Finding marks with AVX-512, a run of 64 blocks at a time, in passes that each do little: what stands in each block,
   what of it is outside quotation marks, whether a word for a total is among it, and where the marks are. The loops
   are short and have few things to remember, and the second one takes eight blocks at once. */

#include "avx512.h"

#define SCAN_TOTALS totals_wide
#define SCAN_ATTRIBUTE AVX512
#include "totals_body.h"
#undef SCAN_TOTALS
#undef SCAN_ATTRIBUTE

/* The delimiters and line ends of a run. */
struct ends {
  _Alignas(64) uint64_t delimiters[most_blocks], newlines[most_blocks];
};

/* What stands in each block. */
AVX512 static inline __attribute__((always_inline)) void find_bytes(
    const riepl_scan_request *request, struct run *run, struct ends *ends, size_t blocks, int totals)
{
  const __m512i delimiter = _mm512_set1_epi8((char)request->delimiter);
  const __m512i newline = _mm512_set1_epi8((char)request->newline);
  const __m512i quote = _mm512_set1_epi8('"'), space = _mm512_set1_epi8(' ');
  const __m512i letter = _mm512_set1_epi8('t'), first = _mm512_set1_epi8((char)request->whole);
  const uint8_t *bytes = run->bytes;
  for (size_t block = 0; block < blocks; block++, bytes += 64) {
    /* The processor asks for what comes next by itself, but not beyond the page. */
    riepl_prefetch(bytes + 4096);
    const __m512i text = _mm512_loadu_si512((const void *)bytes);
    ends->delimiters[block] = _mm512_cmpeq_epi8_mask(text, delimiter);
    ends->newlines[block] = _mm512_cmpeq_epi8_mask(text, newline);
    run->quotes[first_block + block] = _mm512_cmpeq_epi8_mask(text, quote);
    if (totals) {
      const __m512i small = _mm512_or_si512(text, space);
      run->spaces[first_block + block] = _mm512_cmpeq_epi8_mask(text, space);
      run->letters[first_block + block] = _mm512_cmpeq_epi8_mask(small, letter);
      run->firsts[first_block + block] = _mm512_cmpeq_epi8_mask(small, first);
    }
  }
}

/* For each bit whether an odd number of bits are set up to it, from the lowest bit of the first number on. */
AVX512 static inline __m512i odd_up_to_wide(__m512i bits, unsigned *inside)
{
  bits = _mm512_xor_si512(bits, _mm512_slli_epi64(bits, 1));
  bits = _mm512_xor_si512(bits, _mm512_slli_epi64(bits, 2));
  bits = _mm512_xor_si512(bits, _mm512_slli_epi64(bits, 4));
  bits = _mm512_xor_si512(bits, _mm512_slli_epi64(bits, 8));
  bits = _mm512_xor_si512(bits, _mm512_slli_epi64(bits, 16));
  bits = _mm512_xor_si512(bits, _mm512_slli_epi64(bits, 32));
  unsigned odd = _mm512_movepi64_mask(bits);
  odd ^= odd << 1;
  odd ^= odd << 2;
  odd ^= odd << 4;
  const unsigned before = (odd << 1 ^ *inside) & 0xFF;
  *inside ^= odd & 0x80 ? 0xFF : 0;
  return _mm512_mask_xor_epi64(bits, (__mmask8)before, bits, _mm512_set1_epi64(-1));
}

/* Which of the marks stand outside quotation marks, and how many of them are line ends; -1 where a quotation mark stands
   where none may. */
AVX512 static inline __attribute__((always_inline)) long find_outer(
    const riepl_scan_request *request, riepl_scan_state *state, struct run *run, const struct ends *ends,
    size_t blocks, uint64_t last_kept)
{
  unsigned inside = state->inside ? 0xFF : 0;
  __m512i edges = _mm512_set_epi64((long long)(state->before << 63), 0, 0, 0, 0, 0, 0, 0);
  __m512i closing = _mm512_set_epi64((long long)(state->closed << 63), 0, 0, 0, 0, 0, 0, 0);
  __m512i newlines = _mm512_setzero_si512();
  for (size_t block = 0; block < blocks; block += 8) {
    const __m512i line_ends = _mm512_load_si512(ends->newlines + block);
    const __m512i marks = _mm512_or_si512(line_ends, _mm512_load_si512(ends->delimiters + block));
    const __m512i quotes = _mm512_load_si512(run->quotes + first_block + block);
    const __m512i mask = odd_up_to_wide(quotes, &inside);
    const __m512i outer = _mm512_andnot_si512(mask, marks);
    const __m512i before = edges, closed = closing;
    edges = _mm512_or_si512(outer, quotes);
    closing = _mm512_andnot_si512(mask, quotes);
    const __m512i may_open = _mm512_shldi_epi64(edges, _mm512_alignr_epi64(edges, before, 7), 1);
    const __m512i wrong = _mm512_andnot_si512(may_open, _mm512_and_si512(quotes, mask));
    const __m512i behind = _mm512_andnot_si512(
        _mm512_or_si512(marks, quotes), _mm512_shldi_epi64(closing, _mm512_alignr_epi64(closing, closed, 7), 1));
    _mm512_store_si512(run->marks + first_block + block, outer);
    newlines = _mm512_add_epi64(newlines, _mm512_popcnt_epi64(_mm512_and_si512(line_ends, outer)));
    if (__builtin_expect(_mm512_test_epi64_mask(_mm512_or_si512(wrong, behind), _mm512_set1_epi64(-1)) != 0, 0)) {
      if (_mm512_test_epi64_mask(wrong, wrong) != 0) return -1;
      _Alignas(64) uint64_t places[8];
      _mm512_store_si512(places, behind);
      for (size_t index = 0; index < 8 && block + index < blocks; index++) {
        if (block + index == blocks - 1) places[index] &= last_kept;
        const uint8_t *bytes = run->bytes + 64 * (block + index);
        if (places[index] != 0 && !is_line_end(places[index], bytes, request->newline)) return -1;
      }
    }
  }
  state->inside = inside ? ~(uint64_t)0 : 0;
  state->before = (uint64_t)_mm_extract_epi64(_mm512_extracti64x2_epi64(edges, 3), 1) >> 63;
  state->closed = (uint64_t)_mm_extract_epi64(_mm512_extracti64x2_epi64(closing, 3), 1) >> 63;
  return (long)_mm512_reduce_add_epi64(newlines);
}

AVX512 static inline __m512i counting(void)
{
  static const uint8_t numbers[64] __attribute__((aligned(64))) = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  return _mm512_load_si512(numbers);
}

/* Where the marks of a run are; gives how many positions there are then. */
AVX512 static inline __attribute__((always_inline)) size_t write_positions(
    const struct run *run, size_t blocks, size_t offset, uint32_t *positions, size_t found)
{
  const __m512i numbers = counting(), step = _mm512_set1_epi32(64);
  __m512i start = _mm512_set1_epi32((int32_t)offset);
  for (size_t block = 0; block < blocks; block++) {
    const uint64_t marks = run->marks[first_block + block];
    const size_t number = (size_t)__builtin_popcountll(marks);
    const __m512i packed = _mm512_maskz_compress_epi8(marks, numbers);
    uint32_t *const place = positions + found;
    _mm512_storeu_si512(place, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed)), start));
    if (__builtin_expect(number > 16, 0)) {
      _mm512_storeu_si512(
          place + 16, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1)), start));
      _mm512_storeu_si512(
          place + 32, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2)), start));
      _mm512_storeu_si512(
          place + 48, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3)), start));
    }
    found += number;
    start = _mm512_add_epi32(start, step);
  }
  return found;
}

AVX512
static size_t scan_wide(const riepl_scan_request *request, riepl_scan_state *state, const uint8_t *base,
                        size_t offset, size_t count, uint32_t *positions, size_t limit)
{
  struct run run;
  struct ends ends;
  const int totals = request->totals && !state->has_total;
  begin_run(&run, state, base + offset);
  while (offset < count && state->found < limit) {
    const size_t left = count - offset;
    const size_t blocks = left >= riepl_scan_run ? most_blocks : (left + 63) / 64;
    uint64_t last_kept = ~(uint64_t)0;
    if (totals)
      find_bytes(request, &run, &ends, blocks, 1);
    else
      find_bytes(request, &run, &ends, blocks, 0);
    if (left < riepl_scan_run) {
      if (left % 64 != 0) last_kept = ((uint64_t)1 << left % 64) - 1;
      ends.delimiters[blocks - 1] &= last_kept;
      ends.newlines[blocks - 1] &= last_kept;
      run.quotes[first_block + blocks - 1] &= last_kept;
      for (size_t block = blocks; block % 8 != 0; block++)
        ends.delimiters[block] = ends.newlines[block] = run.quotes[first_block + block] = 0;
    }
    const long newlines = find_outer(request, state, &run, &ends, blocks, last_kept);
    if (newlines < 0) {
      state->is_broken = 1;
      return offset;
    }
    if (totals) {
      if (!request->has_whole) memset(run.firsts + first_block, 0, sizeof(uint64_t) * blocks);
      if (totals_wide(request, &run, blocks)) state->has_total = 1;
    }
    const size_t found = write_positions(&run, blocks, offset, positions, state->found);
    offset += 64 * blocks;
    if (found == state->found && offset > (size_t)(uint32_t)(positions[found - 1] + 1) + longest_quote) {
      state->is_broken = 1;
      return offset;
    }
    state->newlines += (size_t)newlines;
    state->found = found;
    next_run(&run, blocks);
  }
  if (totals) end_run(&run, state);
  return offset;
}
