/* Looking at the blocks of a run for words for totals, for one kind of processor: included once for each with SCAN_TOTALS and
   SCAN_ATTRIBUTE defined. Several blocks are looked at together; what may be a word is looked at more closely. */
SCAN_ATTRIBUTE
static __attribute__((noinline)) int SCAN_TOTALS(
    const riepl_scan_request *request, const struct run *restrict run, size_t blocks)
{
  struct suspects suspects;
  uint64_t any = 0;
  const size_t end = first_block + blocks;
  for (size_t index = first_block; index < end; index++) {
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
    for (size_t index = first_block; index < end; index++)
      if (suspects.all[index] != 0 && is_total(run, &suspects, index, request)) return 1;
  return 0;
}
