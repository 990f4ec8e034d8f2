/// What people write who know SQL, spreadsheets or other query languages, and what they would write here.
enum ForeignHabits {
  struct Habit {
    let range: SourceRange
    let found: String
    let language: String
    let advice: String
  }

  private struct Entry {
    let words: [String]
    let language: String
    let advice: String
  }

  private static let entries: [Entry] = [
    Entry(words: ["select"], language: "SQL", advice: "Start with the calculation: sum allocation by region"),
    Entry(
      words: ["group"], language: "SQL",
      advice: "Write `by` and what to group by, as in: sum allocation by region"),
    Entry(words: ["order"], language: "SQL", advice: "Write `sort highest`, `sort lowest` or `sort name`"),
    Entry(
      words: ["limit"], language: "SQL", advice: "Write `top` and a number, as in: efficiency by region top 3"
    ),
    Entry(
      words: ["having"], language: "SQL",
      advice: "Write the comparison at the end: sum allocation by region above £20m"),
    Entry(
      words: ["join", "inner", "left", "outer", "union"], language: "SQL",
      advice: "Figures of several tables join by themselves: sum efficiency / sum allocation by region"),
    Entry(words: ["distinct"], language: "SQL", advice: "Count or list a dimension itself: count regions"),
    Entry(words: ["like"], language: "SQL", advice: "Name the places in full, after `for`"),
    Entry(words: ["desc", "descending"], language: "SQL", advice: "Write `sort highest`"),
    Entry(words: ["asc", "ascending"], language: "SQL", advice: "Write `sort lowest`"),
    Entry(
      words: ["null"], language: "SQL",
      advice: "Figures that are missing are left out and counted by themselves"),
    Entry(
      words: ["case", "when", "if", "iif", "else"], language: "SQL and spreadsheets",
      advice: "Ask one question for each case, with `where`"),
    Entry(
      words: ["vlookup", "xlookup", "hlookup", "index", "match"], language: "spreadsheets",
      advice: "Put the name behind the figure: allocation London 2009-10"),
    Entry(
      words: ["sumif", "sumifs"], language: "spreadsheets",
      advice: "Write `where`: sum allocation where year = 2009-10"),
    Entry(
      words: ["countif", "countifs"], language: "spreadsheets",
      advice: "Write `where`: count regions where efficiency > £500m"),
    Entry(
      words: ["averageif", "averageifs"], language: "spreadsheets",
      advice: "Write `where`: average allocation where year = 2009-10"),
    Entry(words: ["avg"], language: "SQL", advice: "Write `average` in full"),
    Entry(words: ["max"], language: "SQL and spreadsheets", advice: "Write `highest`"),
    Entry(words: ["min"], language: "SQL and spreadsheets", advice: "Write `lowest`"),
    Entry(
      words: ["subtotal", "sumproduct", "pivot"], language: "spreadsheets",
      advice: "Write `sum`, and `by` for one row each"),
    Entry(
      words: ["summarize", "summarise"], language: "KQL",
      advice: "Start with the calculation: sum allocation by region"),
    Entry(
      words: ["extend", "take"], language: "KQL",
      advice: "Put calculations side by side with commas, and cut rows with `top 3`"),
    Entry(
      words: ["how", "when", "where's", "what", "please", "tell", "give"],
      language: "ordinary speech",
      advice: "Start with the figure, as in: sum allocation for London in 2009-10"),
    Entry(
      words: ["which", "who"], language: "ordinary speech",
      advice: "Start with the figure, and say one row for what, as in: allocation by region top 1"),
    Entry(
      words: ["difference", "versus", "vs"], language: "ordinary speech",
      advice:
        "Write a minus, or `compare` and `with`, as in: compare allocation 2009-10 with allocation 2008-09"),
    Entry(words: ["filter"], language: "other query languages", advice: "Write `where` and a condition"),
  ]

  /// What stands at the parser's present token, if it is such a habit.
  static func find(_ parser: borrowing Parser) -> Habit? {
    let token = parser.token
    let found = parser.text(token.range)
    func habit(_ language: String, _ advice: String) -> Habit {
      Habit(range: token.range, found: found, language: language, advice: advice)
    }
    switch token.kind {
    case .foreign:
      switch found {
      case "|": return habit("KQL and PRQL", "Put clauses one after another, without a mark between them")
      case ";": return habit("SQL", "End a question with the end of the line")
      case ":": return habit("spreadsheets", "Name the figures and not the cells: sum allocation by region")
      case "[", "]", "{", "}": return habit("other languages", "Use round brackets, or none")
      case "'", "`": return habit("other languages", "Names need no quotes; an odd name takes \"…\"")
      case "$", "@": return habit("other languages", "Names stand as they are, and money takes £")
      default: return nil
      }
    case .equal where parser.index == 0:
      return habit("spreadsheets", "Start with the calculation itself: sum allocation by region")
    case .times where parser.index > 0 && parser.tokens[parser.index - 1].kind == .leftBracket:
      return habit("SQL", "Say what to count: count regions")
    case .word:
      // Cells of a spreadsheet: B2, $B$2.
      if token.word == 0, isCell(found) {
        return habit("spreadsheets", "Name the figures and not the cells: sum allocation by region")
      }
      guard token.language == nil else { return nil }
      let word = found.lowercased()
      guard let entry = entries.first(where: { $0.words.contains(word) }) else { return nil }
      return habit(entry.language, entry.advice)
    default: return nil
    }
  }

  private static func isCell(_ text: String) -> Bool {
    let letters = text.prefix { $0.isASCII && $0.isLetter }
    let digits = text.dropFirst(letters.count)
    return letters.count <= 2 && !letters.isEmpty && !digits.isEmpty && digits.count <= 5
      && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
