/* The loop of riepl_scan_marks, for one kind of processor: included once for each with SCAN_NAME, SCAN_ATTRIBUTE,
   SCAN_LOAD, SCAN_EQUAL, SCAN_EQUAL_LETTER, SCAN_PAIRS, SCAN_INSIDE, SCAN_WRITE and SCAN_ALWAYS defined; the last says whether
   quotation marks are reckoned with in every block, which is faster than a branch where it takes few steps. */

SCAN_ATTRIBUTE
static size_t SCAN_NAME(const riepl_scan_request *request, riepl_scan_state *state, const uint8_t *base, size_t offset,
                        size_t count, uint32_t *positions, size_t limit)
{
  const uint8_t delimiter = request->delimiter, newline = request->newline;
  const int totals = request->totals;
  const uint8_t first = (uint8_t)request->whole;
  const int has_whole = totals && request->has_whole;
  uint64_t inside = state->inside, before = state->before, closed = state->closed;
  uint64_t earlier = state->marks, earlier_quotes = state->quotes;
  uint64_t earlier_firsts = state->firsts, earlier_spaces = state->spaces;
  size_t found = state->found, newlines = state->newlines;
  int is_broken = 0;
  struct suspect suspects[most_suspects + 1];
  size_t suspected = 0;
  while (offset < count && found < limit && suspected < most_suspects) {
    const uint8_t *const bytes = base + offset;
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
      /* The two letters t of "total"; what may be a word is looked at behind the loop, so that nothing is called in it. */
      const uint64_t pairs = SCAN_PAIRS(bytes);
      /* Texts of three letters; with quotation marks they are two bytes longer. */
      uint64_t words = marks & (marks << 4 | earlier >> 60);
      words |= marks & (marks << 6 | earlier >> 58) & (quotes << 1 | earlier_quotes >> 63);
      if (has_whole) {
        const uint64_t firsts = SCAN_EQUAL_LETTER(first);
        words |= marks & (marks << 8 | earlier >> 56) & (firsts << 7 | earlier_firsts >> 57);
        words |= marks & (marks << 10 | earlier >> 54) & (firsts << 8 | earlier_firsts >> 56);
        earlier_firsts = firsts;
      }
      /* Spaces at the beginning of a text, and what stands behind those at its end. */
      const uint64_t spaces = SCAN_EQUAL(' '), edges = marks | quotes;
      const uint64_t padded = (spaces & (edges << 1 | (earlier | earlier_quotes) >> 63)) |
                              (edges & (spaces << 1 | earlier_spaces >> 63));
      earlier = marks;
      earlier_quotes = quotes;
      earlier_spaces = spaces;
      if (__builtin_expect((pairs | words | padded) != 0, 0))
        suspects[suspected++] = (struct suspect){bytes, pairs, words, padded};
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
  for (size_t index = 0; index < suspected && !state->has_total; index++)
    state->has_total = is_total(&suspects[index], request);
  state->is_broken = is_broken;
  state->inside = inside;
  state->before = before;
  state->closed = closed;
  state->marks = earlier;
  state->quotes = earlier_quotes;
  state->firsts = earlier_firsts;
  state->spaces = earlier_spaces;
  state->found = found;
  state->newlines = newlines;
  return offset;
}

#undef SCAN_ALWAYS
#undef SCAN_NAME
#undef SCAN_ATTRIBUTE
#undef SCAN_LOAD
#undef SCAN_EQUAL
#undef SCAN_EQUAL_LETTER
#undef SCAN_PAIRS
#undef SCAN_INSIDE
#undef SCAN_WRITE
