/// A word of the language; `WordTable.entries` says how each is spelt and what it does.
public enum Word: UInt8, CaseIterable, Sendable {
  // In front of a question.
  case show, chart
  // In front of a question, to see how it is worked out.
  case explain, fully, source, sql, schema, why
  // In front of a calculation.
  case rank, project, compare, with
  // Many figures to one.
  case sum, total, average, median, lowest, highest, count, range
  // One figure to one, by its neighbours.
  case share, change, growth, cumulative
  // Between and around figures.
  case of, increased, decreased, by, it
  // Clauses.
  case `for`, `in`, from, to, `where`, sort, name, top, bottom, within, at, until, compound, linear
  case nearest, `as`, decimals, points, number, all
  // At the end of `load`.
  case keep
  // Comparisons and connectives.
  case `is`, above, below, more, less, than, least, most, between, contains, starts, and, or, not, except
  // First words of a line.
  case then, `let`, ask, check, heading, say, export, list, about, help, learn, use, load, describe, run, save
  case set, timer, undo, history, quit
}

/// How many become one.
public enum Reducer: UInt8, CaseIterable, Sendable {
  case sum, average, median, lowest, highest, count, range
}

/// One becomes one, by its neighbours.
public enum Shaper: UInt8, CaseIterable, Sendable {
  case share, change, growth, cumulative
}

/// What a word may do, in the parts that completion, highlighting and help tell apart.
public enum WordRole: Sendable, Hashable {
  case view
  case modifier
  case reducer(Reducer)
  case shaper(Shaper)
  case `operator`
  case clause
  case comparison
  case connective
  case unit
  case command
  case answer
}
