/* The loop of riepl_scan_marks, for one kind of processor: included once for each with SCAN_NAME, SCAN_TOTALS, SCAN_ATTRIBUTE,
   SCAN_LOAD, SCAN_EQUAL, SCAN_EQUAL_LETTER, SCAN_INSIDE, SCAN_WRITE and SCAN_ALWAYS defined; the last says whether
   quotation marks are reckoned with in every block, which is faster than a branch where it takes few steps. */

/* Looks at the blocks of a run for words for totals, several at a time: what may be a word is looked at more closely. */
SCAN_ATTRIBUTE
static __attribute__((noinline)) int SCAN_TOTALS(
    const riepl_scan_request *request, const struct run *restrict run, size_t count)
{
  struct suspects suspects;
  uint64_t any = 0;
  for (size_t index = 1; index <= count; index++) {
    const uint64_t marks = run->marks[index], earlier = run->marks[index - 1];
    const uint64_t quotes = run->quotes[index], spaces = run->spaces[index];
    /* Texts of three letters; with quotation marks they are two bytes longer. */
    uint64_t words = marks & (marks << 4 | earlier >> 60);
    words |= marks & (marks << 6 | earlier >> 58) & (quotes << 1 | run->quotes[index - 1] >> 63);
    /* Those that begin with the first letter of the word for the whole. */
    const uint64_t firsts = run->firsts[index], earlier_firsts = run->firsts[index - 1];
    words |= marks & (marks << 8 | earlier >> 56) & (firsts << 7 | earlier_firsts >> 57);
    words |= marks & (marks << 10 | earlier >> 54) & (firsts << 8 | earlier_firsts >> 56);
    /* Spaces at the beginning of a text, and what stands behind those at its end. */
    const uint64_t edges = marks | quotes;
    const uint64_t padded = (spaces & (edges << 1 | (earlier | run->quotes[index - 1]) >> 63)) |
                            (edges & (spaces << 1 | run->spaces[index - 1] >> 63));
    /* The two letters t of "total". */
    const uint64_t pairs = run->letters[index] & (run->letters[index] << 2 | run->letters[index - 1] >> 62);
    suspects.pairs[index] = pairs;
    suspects.words[index] = words;
    suspects.padded[index] = padded;
    suspects.all[index] = pairs | words | padded;
    any |= suspects.all[index];
  }
  if (any != 0)
    for (size_t index = 1; index <= count; index++)
      if (suspects.all[index] != 0 && is_total(run, &suspects, index, request)) return 1;
  return 0;
}

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
  run.bytes = base + offset - 64;
  run.marks[0] = state->marks;
  run.quotes[0] = state->quotes;
  run.firsts[0] = state->firsts;
  run.spaces[0] = state->spaces;
  run.letters[0] = state->letters;
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
        run.bytes += 64 * most_blocks;
        run.marks[0] = run.marks[most_blocks];
        run.quotes[0] = run.quotes[most_blocks];
        run.firsts[0] = run.firsts[most_blocks];
        run.spaces[0] = run.spaces[most_blocks];
        run.letters[0] = run.letters[most_blocks];
        blocks = 0;
      }
      blocks++;
      run.letters[blocks] = SCAN_EQUAL_LETTER('t');
      run.marks[blocks] = marks;
      run.quotes[blocks] = quotes;
      run.spaces[blocks] = SCAN_EQUAL(' ');
      run.firsts[blocks] = has_whole ? SCAN_EQUAL_LETTER(first) : 0;
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
    state->marks = run.marks[blocks];
    state->quotes = run.quotes[blocks];
    state->firsts = run.firsts[blocks];
    state->spaces = run.spaces[blocks];
    state->letters = run.letters[blocks];
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
