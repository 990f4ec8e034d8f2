/* The loop of riepl_scan_marks, for one kind of processor: included once for each with SCAN_NAME, SCAN_TOTALS, SCAN_ATTRIBUTE,
   SCAN_LOAD, SCAN_EQUAL, SCAN_EQUAL_LETTER, SCAN_INSIDE, SCAN_WRITE and SCAN_ALWAYS defined; the last says whether
   quotation marks are reckoned with in every block, which is faster than a branch where it takes few steps. */

#include "totals_body.h"

SCAN_ATTRIBUTE
static size_t SCAN_NAME(const riepl_scan_request *request, riepl_scan_state *state, const uint8_t *base, size_t offset,
                        size_t count, uint32_t *positions, size_t limit)
{
  const uint8_t delimiter = request->delimiter, newline = request->newline;
  const int totals = request->totals;
  const uint8_t first = (uint8_t)request->whole;
  const int has_whole = request->has_whole;
  uint64_t inside = state->inside, before = state->before, closed = state->closed;
  size_t found = state->found, newlines = state->newlines;
  int is_broken = 0;
  struct run run;
  begin_run(&run, state, base + offset);
  size_t blocks = 0;
  while (offset < count && found < limit) {
    const uint8_t *const bytes = base + offset;
    /* The processor asks for what comes next by itself, but not beyond the page. */
    riepl_prefetch(bytes + 4096);
    SCAN_LOAD(bytes);
    uint64_t ends = SCAN_EQUAL(newline);
    uint64_t marks = SCAN_EQUAL(delimiter) | ends;
    uint64_t quotes = SCAN_EQUAL('"');
    uint64_t kept = ~(uint64_t)0;
    if (__builtin_expect(count - offset < 64, 0)) {
      kept = ((uint64_t)1 << (count - offset)) - 1;
      marks &= kept;
      quotes &= kept;
    }
    if (SCAN_ALWAYS || (quotes | inside | closed) != 0) {
      const uint64_t mask = SCAN_INSIDE(quotes) ^ inside;
      const uint64_t outer = marks & ~mask;
      const uint64_t opening = quotes & mask, closing = quotes & ~mask;
      const uint64_t wrong = opening & ~(((outer | quotes) << 1) | before);
      const uint64_t behind = ((closing << 1) | closed) & ~(marks | quotes) & kept;
      if (wrong != 0 || (behind != 0 && !is_line_end(behind, bytes, newline))) {
        is_broken = 1;
        break;
      }
      inside = (uint64_t)((int64_t)mask >> 63);
      closed = closing >> 63;
      before = (outer | quotes) >> 63;
      marks = outer;
    } else {
      before = marks >> 63;
    }
    if (totals) {
      if (blocks == most_blocks) {
        if (!state->has_total) state->has_total = SCAN_TOTALS(request, &run, blocks);
        next_run(&run, blocks);
        blocks = 0;
      }
      const size_t block = first_block + blocks++;
      run.letters[block] = SCAN_EQUAL_LETTER('t');
      run.marks[block] = marks;
      run.quotes[block] = quotes;
      run.spaces[block] = SCAN_EQUAL(' ');
      run.firsts[block] = has_whole ? SCAN_EQUAL_LETTER(first) : 0;
    }
    const size_t number = (size_t)__builtin_popcountll(marks);
    newlines += (size_t)__builtin_popcountll(ends & marks);
    SCAN_WRITE(positions + found, (uint32_t)offset, marks, number);
    found += number;
    offset += 64;
    if (__builtin_expect(number == 0, 0) && offset > (size_t)(uint32_t)(positions[found - 1] + 1) + longest_quote) {
      is_broken = 1;
      break;
    }
  }
  if (totals) {
    if (!state->has_total) state->has_total = SCAN_TOTALS(request, &run, blocks);
    next_run(&run, blocks);
    end_run(&run, state);
  }
  state->is_broken = is_broken;
  state->inside = inside;
  state->before = before;
  state->closed = closed;
  state->found = found;
  state->newlines = newlines;
  return offset;
}

#undef SCAN_ALWAYS
#undef SCAN_NAME
#undef SCAN_TOTALS
#undef SCAN_ATTRIBUTE
#undef SCAN_LOAD
#undef SCAN_EQUAL
#undef SCAN_EQUAL_LETTER
#undef SCAN_INSIDE
#undef SCAN_WRITE
