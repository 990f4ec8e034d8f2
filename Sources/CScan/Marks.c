#include "CScan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* The longest text in quotation marks: one that is longer was never closed. */
enum { longest_quote = 1 << 20 };

/* Whether a line end of two bytes stands behind each closing quotation mark. */
static int is_line_end(uint64_t behind, const uint8_t *bytes, uint8_t newline)
{
  for (; behind != 0; behind &= behind - 1) {
    const int index = __builtin_ctzll(behind);
    if (bytes[index] != '\r' || bytes[index + 1] != newline) return 0;
  }
  return 1;
}

static uint64_t word_at(const uint8_t *bytes)
{
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

static int is_letter_or_digit(uint8_t byte)
{
  return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
}

/* How many blocks of 64 bytes are looked at together for words for totals. */
enum { most_blocks = 64 };

/* What was found in them; the first place of each list has what was found in the block before them. */
struct run {
  /* Where the block before them starts. */
  const uint8_t *bytes;
  uint64_t marks[most_blocks + 1], quotes[most_blocks + 1], spaces[most_blocks + 1];
  /* The first letters of the word for the whole, small and large. */
  uint64_t firsts[most_blocks + 1];
  /* The letters t, small and large. */
  uint64_t letters[most_blocks + 1];
};

/* What of it may belong to such a word. */
struct suspects {
  /* The second of two letters t with one letter between. */
  uint64_t pairs[most_blocks + 1];
  /* The marks behind short texts. */
  uint64_t words[most_blocks + 1];
  /* Spaces at the beginning of texts, and marks or quotation marks behind those at the end. */
  uint64_t padded[most_blocks + 1];
  /* All of them. */
  uint64_t all[most_blocks + 1];
};

/* Whether "total" or "totals", the first letter of which is given, begins or ends a text, or "for" stands behind it; marks
   that are no letters may stand around the word. */
static int is_total_word(const uint8_t *letter, uint8_t delimiter, uint8_t newline)
{
  const uint64_t small = 0x2020202020202020;
  if (((word_at(letter) | small) & 0xFFFFFFFFFF) != 0x6C61746F74) return 0;
  /* "Total Parks" is a total where "Parks" is a name. */
  for (int index = 1; letter[5] == ' ' && index < 60; index++) {
    const uint8_t byte = *(letter - index);
    if (byte == delimiter || byte == newline) return 1;
    if (byte != ' ' && byte != '"') break;
  }
  const uint8_t *end = letter + 5;
  if ((*end | 0x20) == 's') end++;
  for (int index = 0; index < 64; index++, end++) {
    if (*end == delimiter || *end == newline || *end == 0) return 1;
    if (is_letter_or_digit(*end)) break;
  }
  return ((word_at(end) | small) & 0xFFFFFFFF) == 0x20726F66;
}

/* Whether eight bytes end with a word for a total that stands alone in its text. */
static int is_short_word(uint64_t word, const riepl_scan_request *request)
{
  word |= 0x2020202020202020;
  return word >> 40 == 0x6C6C61 || word >> 40 == 0x6D7573 || (request->has_whole && word >> 8 == request->whole);
}

/* Whether a text with spaces around it, of which the first one is given or what stands behind the last one, is such a word. */
static int is_padded_word(const uint8_t *place, const riepl_scan_request *request)
{
  int index = 0;
  if (*place == ' ') {
    for (; *place == ' ' || *place == '"'; place++)
      if (++index == 48) return 1;
    /* The word ends here or it is none. */
    for (index = 0; is_letter_or_digit(*place); place++)
      if (++index == 8) return 0;
  } else {
    for (; place[-1] == ' ' || place[-1] == '"'; place--)
      if (++index == 48) return 1;
  }
  const uint64_t word = word_at(place - 8) | 0x2020202020202020;
  if (word >> 40 == 0x6C6C61 || word >> 40 == 0x6D7573) return !is_letter_or_digit(place[-4]);
  return request->has_whole && word >> 8 == request->whole && !is_letter_or_digit(place[-8]);
}

/* Whether there is such a word in a block. It may say so of a text that is no total, but never the other way round. */
static __attribute__((noinline)) int is_total(
    const struct run *run, const struct suspects *suspects, size_t block, const riepl_scan_request *request)
{
  const uint8_t *bytes = run->bytes + 64 * block;
  for (uint64_t rest = suspects->pairs[block]; rest != 0; rest &= rest - 1)
    if (is_total_word(bytes + __builtin_ctzll(rest) - 2, request->delimiter, request->newline)) return 1;
  for (uint64_t rest = suspects->words[block]; rest != 0; rest &= rest - 1) {
    const uint8_t *end = bytes + __builtin_ctzll(rest);
    if (end[-1] == '"') end--;
    if (is_short_word(word_at(end - 8), request)) return 1;
  }
  for (uint64_t rest = suspects->padded[block]; rest != 0; rest &= rest - 1)
    if (is_padded_word(bytes + __builtin_ctzll(rest), request)) return 1;
  return 0;
}

/* For each bit whether an odd number of bits are set up to it. */
static inline __attribute__((always_inline)) uint64_t odd_up_to(uint64_t bits)
{
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/* Eight positions at a time, without a branch for each; what is written too much is written over. */
#define WRITE_EIGHT(places, start, marks, number)                                       \
  do {                                                                                  \
    uint32_t *place = (places);                                                         \
    uint64_t rest = (marks);                                                            \
    size_t index = 0;                                                                   \
    do {                                                                                \
      for (int one = 0; one < 8; one++) {                                               \
        place[index + (size_t)one] = (start) + (uint32_t)(rest ? __builtin_ctzll(rest) : 64); \
        rest &= rest - 1;                                                               \
      }                                                                                 \
      index += 8;                                                                       \
    } while (index < (number));                                                         \
  } while (0)

#if defined(__x86_64__)

#define SCAN_ALWAYS 0
#define SCAN_NAME scan_plain
#define SCAN_TOTALS totals_plain
#define SCAN_ATTRIBUTE
#define SCAN_LOAD(bytes)                                          \
  const __m128i v0 = _mm_loadu_si128((const __m128i *)(bytes)),   \
                v1 = _mm_loadu_si128((const __m128i *)(bytes) + 1), \
                v2 = _mm_loadu_si128((const __m128i *)(bytes) + 2), \
                v3 = _mm_loadu_si128((const __m128i *)(bytes) + 3)
static inline __attribute__((always_inline)) uint64_t equal_16(
    __m128i v0, __m128i v1, __m128i v2, __m128i v3, uint8_t byte, uint8_t folding)
{
  const __m128i b = _mm_set1_epi8((char)byte), f = _mm_set1_epi8((char)folding);
  return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(v0, f), b)) |
         (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(v1, f), b)) << 16 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(v2, f), b)) << 32 |
         (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_or_si128(v3, f), b)) << 48;
}
#define SCAN_EQUAL(byte) equal_16(v0, v1, v2, v3, (byte), 0)
#define SCAN_EQUAL_LETTER(byte) equal_16(v0, v1, v2, v3, (byte), 0x20)
#define SCAN_INSIDE(quotes) odd_up_to(quotes)
#define SCAN_WRITE WRITE_EIGHT
#include "scan_body.h"

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,pclmul,tune=znver4")))

AVX2 static inline uint64_t equal_32(__m256i v0, __m256i v1, uint8_t byte, uint8_t folding)
{
  const __m256i b = _mm256_set1_epi8((char)byte), f = _mm256_set1_epi8((char)folding);
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_or_si256(v0, f), b)) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_or_si256(v1, f), b)) << 32;
}
AVX2 static inline uint64_t carry_less(uint64_t quotes)
{
  return (uint64_t)_mm_cvtsi128_si64(
      _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)quotes), _mm_set1_epi8(-1), 0));
}
#define SCAN_ALWAYS 1
#define SCAN_NAME scan_avx2
#define SCAN_TOTALS totals_avx2
#define SCAN_ATTRIBUTE AVX2
#define SCAN_LOAD(bytes)                                             \
  const __m256i v0 = _mm256_loadu_si256((const __m256i *)(bytes)),   \
                v1 = _mm256_loadu_si256((const __m256i *)(bytes) + 1)
#define SCAN_EQUAL(byte) equal_32(v0, v1, (byte), 0)
#define SCAN_EQUAL_LETTER(byte) equal_32(v0, v1, (byte), 0x20)
#define SCAN_INSIDE(quotes) carry_less(quotes)
#define SCAN_WRITE WRITE_EIGHT
#include "scan_body.h"

#define AVX512 \
  __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt,lzcnt,pclmul,tune=znver4"), min_vector_width(512)))

AVX512 static inline uint64_t carry_less_512(uint64_t quotes)
{
  return (uint64_t)_mm_cvtsi128_si64(
      _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)quotes), _mm_set1_epi8(-1), 0));
}
AVX512 static inline __m512i counting(void)
{
  static const uint8_t numbers[64] __attribute__((aligned(64))) = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  return _mm512_load_si512(numbers);
}
AVX512 static inline void write_16(uint32_t *place, uint32_t start, uint64_t marks, size_t number)
{
  const __m512i packed = _mm512_maskz_compress_epi8(marks, counting());
  const __m512i offset = _mm512_set1_epi32((int32_t)start);
  _mm512_storeu_si512(place, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed)), offset));
  if (__builtin_expect(number > 16, 0)) {
    _mm512_storeu_si512(
        place + 16, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1)), offset));
    _mm512_storeu_si512(
        place + 32, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2)), offset));
    _mm512_storeu_si512(
        place + 48, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3)), offset));
  }
}
#define SCAN_ALWAYS 1
#define SCAN_NAME scan_avx512
#define SCAN_TOTALS totals_avx512
#define SCAN_ATTRIBUTE AVX512
#define SCAN_LOAD(bytes) const __m512i v0 = _mm512_loadu_si512((const void *)(bytes))
#define SCAN_EQUAL(byte) _mm512_cmpeq_epi8_mask(v0, _mm512_set1_epi8((char)(byte)))
#define SCAN_EQUAL_LETTER(byte) \
  _mm512_cmpeq_epi8_mask(_mm512_or_si512(v0, _mm512_set1_epi8(0x20)), _mm512_set1_epi8((char)(byte)))
#define SCAN_INSIDE(quotes) carry_less_512(quotes)
#define SCAN_WRITE write_16
#include "scan_body.h"

int riepl_scan_best_level(void)
{
  __builtin_cpu_init();
  const int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
                       __builtin_cpu_supports("pclmul");
  if (!has_avx2) return 0;
  const int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
  return has_avx512 ? 2 : 1;
}

#else

static uint64_t equal_bytes(const uint8_t *bytes, uint8_t byte, uint8_t folding)
{
  uint64_t found = 0;
  for (int index = 0; index < 64; index++) found |= (uint64_t)((bytes[index] | folding) == byte) << index;
  return found;
}
#define SCAN_ALWAYS 0
#define SCAN_NAME scan_plain
#define SCAN_TOTALS totals_plain
#define SCAN_ATTRIBUTE
#define SCAN_LOAD(bytes)
#define SCAN_EQUAL(byte) equal_bytes(bytes, (byte), 0)
#define SCAN_EQUAL_LETTER(byte) equal_bytes(bytes, (byte), 0x20)
#define SCAN_INSIDE(quotes) odd_up_to(quotes)
#define SCAN_WRITE WRITE_EIGHT
#include "scan_body.h"

int riepl_scan_best_level(void) { return 0; }

#endif

size_t riepl_scan_marks(int level, const riepl_scan_request *request, riepl_scan_state *state, const uint8_t *base,
                        size_t offset, size_t count, uint32_t *positions, size_t limit)
{
#if defined(__x86_64__)
  if (level == 2) return scan_avx512(request, state, base, offset, count, positions, limit);
  if (level == 1) return scan_avx2(request, state, base, offset, count, positions, limit);
#endif
  (void)level;
  return scan_plain(request, state, base, offset, count, positions, limit);
}
