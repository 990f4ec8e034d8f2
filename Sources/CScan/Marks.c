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

/* How many blocks of 64 bytes are looked at together, and where the first of them stands in lists of what was found in
   them: behind the block before them, which has the place in front. */
enum { most_blocks = riepl_scan_run / 64, first_block = 8, places_of_blocks = first_block + most_blocks };

/* What was found in them. */
struct run {
  /* Where the first one starts. */
  const uint8_t *bytes;
  _Alignas(64) uint64_t marks[places_of_blocks];
  uint64_t quotes[places_of_blocks], spaces[places_of_blocks];
  /* The first letters of the word for the whole, small and large. */
  uint64_t firsts[places_of_blocks];
  /* The letters t, small and large. */
  uint64_t letters[places_of_blocks];
};

/* What of it may belong to such a word. */
struct suspects {
  /* The second of two letters t with one letter between. */
  uint64_t pairs[places_of_blocks];
  /* The marks behind short texts. */
  uint64_t words[places_of_blocks];
  /* Spaces at the beginning of texts, and marks or quotation marks behind those at the end. */
  uint64_t padded[places_of_blocks];
  /* All of them. */
  uint64_t all[places_of_blocks];
};

/* Goes on behind so many blocks: the last one of them is the one before the next. */
static void next_run(struct run *run, size_t blocks)
{
  const size_t last = first_block + blocks - 1;
  run->bytes += 64 * blocks;
  run->marks[first_block - 1] = run->marks[last];
  run->quotes[first_block - 1] = run->quotes[last];
  run->firsts[first_block - 1] = run->firsts[last];
  run->spaces[first_block - 1] = run->spaces[last];
  run->letters[first_block - 1] = run->letters[last];
}

/* Starts where an earlier call ended. */
static void begin_run(struct run *run, const riepl_scan_state *state, const uint8_t *bytes)
{
  run->bytes = bytes;
  run->marks[first_block - 1] = state->marks;
  run->quotes[first_block - 1] = state->quotes;
  run->firsts[first_block - 1] = state->firsts;
  run->spaces[first_block - 1] = state->spaces;
  run->letters[first_block - 1] = state->letters;
}

/* Keeps what a later call goes on from. */
static void end_run(const struct run *run, riepl_scan_state *state)
{
  state->marks = run->marks[first_block - 1];
  state->quotes = run->quotes[first_block - 1];
  state->firsts = run->firsts[first_block - 1];
  state->spaces = run->spaces[first_block - 1];
  state->letters = run->letters[first_block - 1];
}

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
  const uint8_t *bytes = run->bytes + 64 * (block - first_block);
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

#include "scan_wide.h"

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
  if (level == 2) return scan_wide(request, state, base, offset, count, positions, limit);
  if (level == 1) return scan_avx2(request, state, base, offset, count, positions, limit);
#endif
  (void)level;
  return scan_plain(request, state, base, offset, count, positions, limit);
}
