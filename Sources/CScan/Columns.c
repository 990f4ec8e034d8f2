#include "CScan.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "avx512.h"

/* Where a text stands: its first byte and the one behind it. */
struct place {
  const uint8_t *start, *end;
};

AVX512 static inline __attribute__((always_inline)) struct place place_of(
    const riepl_column *column, const uint32_t *positions, int is_last)
{
  const uint8_t *start = column->base + (uint32_t)(positions[0] + 1);
  const uint8_t *end = column->base + positions[1];
  if (is_last) end -= end > start && end[-1] == '\r';
  return (struct place){start, end};
}

/* Figures */

/* For texts of up to 14 bytes that end where 16 bytes end, a bit for each byte of theirs; none for other texts. */
static const uint16_t kept_bytes[15] = {0,      0x8000, 0xC000, 0xE000, 0xF000, 0xF800, 0xFC00, 0xFE00,
                                        0xFF00, 0xFF80, 0xFFC0, 0xFFE0, 0xFFF0, 0xFFF8, 0xFFFC};

/* The same bits of 16 for each of four texts. */
#define FOUR(bits) ((uint64_t)(bits) * 0x0001000100010001)

/* What is known of four texts. */
struct four {
  /* Their digits as numbers, those of the smallest unit last. */
  __m512i digits;
  /* The bits of a text are not zero where it can't be read, or where it is below zero. */
  uint64_t odd, negative;
};

/* For how many digits stand behind the point, of which there is room for so many: the byte that each one comes from. */
struct orders {
  __m512i behind[4];
};

AVX512 static struct orders make_orders(int decimals)
{
  struct orders orders;
  for (int behind = 0; behind < 4; behind++) {
    _Alignas(64) int8_t bytes[64];
    for (int place = 0; place < 64; place++) {
      const int byte = place % 16;
      int from = byte + decimals - behind;
      /* In front of the point everything is one byte farther to the left. */
      if (behind > 0 && byte < 16 - decimals) from -= 1;
      bytes[place] = (int8_t)(behind > decimals || from < 0 || from > 15 ? -128 : from);
    }
    orders.behind[behind] = _mm512_load_si512(bytes);
  }
  return orders;
}

/* All the bits of the texts that have one of them set. */
AVX512 static inline uint64_t whole(uint64_t bits) { return bits * 0xFFFF; }

AVX512 static inline __attribute__((always_inline)) struct four read_four(
    __m512i text, uint64_t kept, const struct orders *orders, int decimals)
{
  const uint64_t last = FOUR(0x8000);
  const __m512i numbers = _mm512_sub_epi8(text, _mm512_set1_epi8('0'));
  const uint64_t digits = _mm512_cmple_epu8_mask(numbers, _mm512_set1_epi8(9)) & kept;
  const uint64_t minus = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('-'));
  const uint64_t first = kept & ~(kept << 1 & ~FOUR(1));
  struct four four;
  four.negative = minus & first & ~last;
  uint64_t point = 0;
  if (decimals > 0) {
    const uint64_t may_be = FOUR(0x7FFF & ~(0x7FFF >> decimals));
    point = _mm512_cmpeq_epi8_mask(text, _mm512_set1_epi8('.')) & kept & may_be;
  }
  four.odd = (kept & ~(digits | four.negative | point)) | (~kept & last);
  four.digits = _mm512_maskz_mov_epi8(digits, numbers);
  if (decimals > 0) {
    if (decimals > 1) four.odd |= point & point << 1;
    if (decimals > 2) four.odd |= point & point << 2;
    __m512i ordered = _mm512_shuffle_epi8(four.digits, orders->behind[0]);
    for (int behind = 1; behind <= decimals; behind++) {
      const uint64_t texts = whole(point >> (15 - behind) & FOUR(1));
      ordered = _mm512_mask_shuffle_epi8(ordered, texts, four.digits, orders->behind[behind]);
    }
    four.digits = ordered;
  }
  return four;
}

/* A bit for each of eight texts, of which four stand in each number by turns. */
AVX512 static inline unsigned bit_for_each(uint64_t even, uint64_t odd)
{
  const uint64_t low = FOUR(0x7FFF), high = FOUR(0x8000);
  even = ((even & low) + low) | even;
  odd = ((odd & low) + low) | odd;
  return (unsigned)(_pdep_u64(_pext_u64(even, high), 0x55) | _pdep_u64(_pext_u64(odd, high), 0xAA));
}

AVX512 static inline __attribute__((always_inline)) size_t read_figures(
    const riepl_column *column, int decimals, int is_last, int has_rows, int64_t *values, uint32_t *odd,
    uint64_t *magnitude)
{
  const struct orders orders = make_orders(decimals);
  const __m512i tens = _mm512_set1_epi16(0x010A), hundreds = _mm512_set1_epi32(0x00010064),
                thousands = _mm512_set1_epi32(0x00012710), millions = _mm512_set1_epi64(100000000);
  const size_t stride = column->stride, count = column->count;
  /* With the digits that are missing behind the point there are sixteen. */
  const size_t longest = decimals < 3 ? 14 : 13;
  const uint32_t *positions = column->positions;
  __m512i all = _mm512_setzero_si512();
  size_t found = 0;
  for (size_t index = 0; index < count; index += 8) {
    const size_t left = count - index;
    __m128i text[8];
    uint64_t kept[8];
    for (size_t place = 0; place < 8; place++) {
      if (has_rows) positions = column->positions + column->rows[index + (place < left ? place : 0)] * stride;
      const struct place one = place_of(column, positions, is_last);
      const size_t length = (size_t)(one.end - one.start);
      kept[place] = kept_bytes[length <= longest ? length : 0];
      text[place] = _mm_loadu_si128((const __m128i *)(one.end - 16));
      /* Where there are fewer than eight rows left the last one is read several times. */
      if (!has_rows && place + 1 < left) positions += stride;
    }
    __m512i texts[2];
    for (int half = 0; half < 2; half++) {
      texts[half] = _mm512_inserti64x4(
          _mm512_castsi256_si512(_mm256_inserti128_si256(_mm256_castsi128_si256(text[half]), text[half + 2], 1)),
          _mm256_inserti128_si256(_mm256_castsi128_si256(text[half + 4]), text[half + 6], 1), 1);
    }
    const struct four a = read_four(
        texts[0], kept[0] | kept[2] << 16 | kept[4] << 32 | kept[6] << 48, &orders, decimals);
    const struct four b = read_four(
        texts[1], kept[1] | kept[3] << 16 | kept[5] << 32 | kept[7] << 48, &orders, decimals);
    /* Two digits become one number, then four, eight and sixteen. */
    const __m512i fours = _mm512_packus_epi32(
        _mm512_madd_epi16(_mm512_maddubs_epi16(a.digits, tens), hundreds),
        _mm512_madd_epi16(_mm512_maddubs_epi16(b.digits, tens), hundreds));
    const __m512i eights = _mm512_madd_epi16(fours, thousands);
    __m512i value = _mm512_add_epi64(_mm512_mul_epu32(eights, millions), _mm512_srli_epi64(eights, 32));
    if ((a.odd | b.odd) != 0) {
      unsigned which = bit_for_each(a.odd, b.odd);
      value = _mm512_mask_mov_epi64(value, (__mmask8)which, _mm512_setzero_si512());
      if (left < 8) which &= (1u << left) - 1;
      for (; which != 0; which &= which - 1) odd[found++] = (uint32_t)index + (uint32_t)__builtin_ctz(which);
    }
    all = _mm512_or_si512(all, value);
    if ((a.negative | b.negative) != 0) {
      const unsigned which = bit_for_each(a.negative, b.negative);
      value = _mm512_mask_sub_epi64(value, (__mmask8)which, _mm512_setzero_si512(), value);
    }
    _mm512_storeu_si512(values + index, value);
  }
  *magnitude = (uint64_t)_mm512_reduce_or_epi64(all);
  return found;
}

AVX512 static inline __attribute__((always_inline)) size_t read_figures_of(
    const riepl_column *column, int decimals, int64_t *values, uint32_t *odd, uint64_t *magnitude)
{
  if (column->is_last)
    return column->rows != NULL ? read_figures(column, decimals, 1, 1, values, odd, magnitude)
                                : read_figures(column, decimals, 1, 0, values, odd, magnitude);
  return column->rows != NULL ? read_figures(column, decimals, 0, 1, values, odd, magnitude)
                              : read_figures(column, decimals, 0, 0, values, odd, magnitude);
}

AVX512 size_t riepl_read_figures(
    const riepl_column *column, int decimals, int64_t *values, uint32_t *odd, uint64_t *magnitude)
{
  switch (decimals) {
    case 0: return read_figures_of(column, 0, values, odd, magnitude);
    case 1: return read_figures_of(column, 1, values, odd, magnitude);
    case 2: return read_figures_of(column, 2, values, odd, magnitude);
    default: return read_figures_of(column, 3, values, odd, magnitude);
  }
}

/* Texts */

/* The place of a text, behind which zeros stand, where there is no other one. */
AVX512 static inline size_t place_for(const riepl_known_texts *known, __m256i text, uint32_t length)
{
  const __m256i factors = _mm256_set_epi64x((long long)0x9E3779B97F4A7C15, (long long)0xC2B2AE3D27D4EB4F,
                                            (long long)0x9FB21C651E98DF25, (long long)0xD6E8FEB86659FD93);
  const __m256i products = _mm256_mullo_epi64(text, factors);
  const __m128i half = _mm_xor_si128(_mm256_castsi256_si128(products), _mm256_extracti128_si256(products, 1));
  const __m128i mixed = _mm_xor_si128(half, _mm_unpackhi_epi64(half, half));
  return ((uint64_t)_mm_cvtsi128_si64(mixed) + length) * known->factor >> known->shift;
}

/* The first bytes of a text: what they are of one with more than 32 does not matter. */
AVX512 static inline __m256i text_at(const uint8_t *bytes, uint32_t length)
{
  return _mm256_maskz_loadu_epi8(_bzhi_u32(~0u, length), bytes);
}

AVX512 static inline __attribute__((always_inline)) size_t find_texts(
    const riepl_column *column, int is_last, int has_rows, const riepl_known_texts *known,
    uint32_t *codes, uint32_t *missed)
{
  const size_t stride = column->stride, count = column->count;
  const riepl_known_texts table = *known;
  const uint32_t *positions = column->positions;
  size_t found = 0;
  for (size_t index = 0; index < count; index++) {
    if (has_rows) positions = column->positions + column->rows[index] * stride;
    const struct place one = place_of(column, positions, is_last);
    if (!has_rows) positions += stride;
    const uint32_t length = (uint32_t)(one.end - one.start);
    const __m256i text = text_at(one.start, length);
    for (size_t place = place_for(&table, text, length);; place = (place + 1) & table.mask) {
      const riepl_known_text *other = table.places + place;
      const __m256i differences = _mm256_xor_si256(text, _mm256_load_si256((const __m256i *)other->bytes));
      if (_mm256_testz_si256(differences, differences) && other->size == length + 1) {
        codes[index] = other->code;
        break;
      }
      if (other->size == 0) {
        missed[found++] = (uint32_t)index;
        break;
      }
    }
  }
  return found;
}

AVX512 size_t riepl_find_texts(
    const riepl_known_texts *known, const riepl_column *column, uint32_t *codes, uint32_t *missed)
{
  if (column->is_last)
    return column->rows != NULL ? find_texts(column, 1, 1, known, codes, missed)
                                : find_texts(column, 1, 0, known, codes, missed);
  return column->rows != NULL ? find_texts(column, 0, 1, known, codes, missed)
                              : find_texts(column, 0, 0, known, codes, missed);
}

AVX512 riepl_placed riepl_know_text(
    const riepl_known_texts *known, const uint8_t *bytes, uint32_t length, uint32_t code)
{
  const __m256i text = text_at(bytes, length);
  const size_t first = place_for(known, text, length);
  for (size_t place = first;; place = (place + 1) & known->mask) {
    riepl_known_text *other = known->places + place;
    if (other->size != 0) {
      if (other->code == code) return riepl_was_known;
      continue;
    }
    _mm256_store_si256((__m256i *)other->bytes, text);
    other->size = length + 1;
    other->code = code;
    return place == first ? riepl_placed_first : riepl_placed_behind;
  }
}

#else

size_t riepl_read_figures(
    const riepl_column *column, int decimals, int64_t *values, uint32_t *odd, uint64_t *magnitude)
{
  (void)decimals, (void)values;
  for (size_t index = 0; index < column->count; index++) odd[index] = (uint32_t)index;
  *magnitude = 0;
  return column->count;
}

size_t riepl_find_texts(
    const riepl_known_texts *known, const riepl_column *column, uint32_t *codes, uint32_t *missed)
{
  (void)known, (void)codes;
  for (size_t index = 0; index < column->count; index++) missed[index] = (uint32_t)index;
  return column->count;
}

riepl_placed riepl_know_text(
    const riepl_known_texts *known, const uint8_t *bytes, uint32_t length, uint32_t code)
{
  (void)known, (void)bytes, (void)length, (void)code;
  return riepl_was_known;
}

#endif
