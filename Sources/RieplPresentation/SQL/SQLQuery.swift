public import RieplEngine
import RieplSyntax

/// A question in SQL that runs unchanged in SQLite and in PostgreSQL.
public struct SQLQuery: Sendable {
  /// A column of figures: the exact value is what stands above, by what stands below, times a power of ten.
  public struct Column: Sendable, Hashable {
    /// The heading of the column, or of what stands above the line.
    public let above: String
    /// The heading of what stands below the line; nil where the value is a whole number.
    public let below: String?
    /// The power of ten of base units that the value is times.
    public let power: Int
  }

  /// A clause, and the words of the question that it is.
  public struct Line: Sendable, Hashable {
    /// The clause.
    public let sql: String
    /// The words.
    public let comment: String
  }

  /// The clauses, one a line.
  public internal(set) var lines: [Line] = []
  /// The headings of the columns that say what a row is of.
  public internal(set) var keys: [String] = []
  /// The columns of figures.
  public internal(set) var columns: [Column] = []

  /// The statement, with the words of the question as comments.
  public var text: String { lines.map(\.sql).joined(separator: "\n") }

  /// The question of an answer in SQL, or the word of it that has no SQL form and why.
  public static func make(_ answer: Answer, _ catalog: Catalog) -> Result<SQLQuery, SQLGap> {
    var writer = SQLWriter(answer.plan, catalog)
    do throws(NoSQL) {
      return .success(try writer.query())
    } catch {
      return .failure(SQLGap(word: error.word, why: error.why))
    }
  }
}

/// What in a question has no SQL form.
public struct SQLGap: Error, Sendable {
  /// The word of the question.
  public let word: String
  /// What stands in the way.
  public let why: String
}

/// A question in SQL as a person reads it.
public enum SQLText {
  /// The lines of the statement, the words of the question beside the clauses.
  public static func lines(_ answer: Answer, _ catalog: Catalog, width: Int?) -> [TextLine] {
    switch SQLQuery.make(answer, catalog) {
    case .failure(let gap):
      return TextLine.wrapped(
        .remark, "This question has no SQL form: \(gap.word) \(gap.why).", width: width)
    case .success(let query):
      let longest =
        query.lines.filter { !$0.comment.isEmpty }.map { DisplayWidth.width(of: $0.sql) }
        .filter { $0 <= 56 }.max() ?? 0
      var lines: [TextLine] = []
      func remark(_ text: String, _ indent: String) {
        let room = width.map { max(30, $0 - indent.utf8.count - 3) }
        lines += TextLine.wrapped(.remark, text, width: room).map {
          TextLine(.remark, indent + "-- " + $0.text)
        }
      }
      for line in query.lines {
        let room = longest - DisplayWidth.width(of: line.sql)
        if line.comment.isEmpty {
          lines += broken(line.sql, width)
        } else if room < 0 {
          // A long clause has its words on the line above it.
          remark(line.comment, String(line.sql.prefix { $0 == " " }))
          lines += broken(line.sql, width)
        } else {
          lines.append(
            TextLine(.row, line.sql + String(repeating: " ", count: room) + "  -- " + line.comment))
        }
      }
      for column in query.columns {
        guard let below = column.below else { continue }
        remark(
          "\(SQLNames.heading(column.above)) divided by \(SQLNames.heading(below)) is the exact answer.", "")
      }
      return lines
    }
  }

  /// A long clause on several lines, broken in front of the words that begin its parts, and never inside quotes.
  private static func broken(_ sql: String, _ width: Int?) -> [TextLine] {
    guard let width, DisplayWidth.width(of: sql) > width else { return [TextLine(.row, sql)] }
    let lead = String(sql.prefix { $0 == " " })
    // The pieces between spaces that stand in no quotes.
    var pieces: [String] = [""]
    var quote: Character?
    for character in sql.dropFirst(lead.count) {
      if character == quote {
        quote = nil
      } else if quote == nil, "'\"".contains(character) {
        quote = character
      }
      if character == " ", quote == nil {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    let starts: Set<String> = ["FROM", "WHERE", "AND", "OR", "AS", "*", "-", "+", "/"]
    var lines: [String] = []
    var line = lead + (pieces.first ?? "")
    var rest = pieces.dropFirst()
    while !rest.isEmpty {
      // As many pieces as there is room for, up to the last one that a part begins behind.
      var count = 0
      var best = 0
      var length = DisplayWidth.width(of: line)
      for piece in rest {
        length += 1 + DisplayWidth.width(of: piece)
        if length > width { break }
        count += 1
        let next = rest.dropFirst(count).first
        if next == nil || piece.hasSuffix(",") || next.map({ starts.contains($0) }) ?? false { best = count }
      }
      let taken = best > 0 ? best : count
      line += rest.prefix(taken).map { " " + $0 }.joined()
      rest = rest.dropFirst(taken)
      guard let next = rest.first else { break }
      lines.append(line)
      line = lead + "    " + next
      rest = rest.dropFirst()
    }
    return (lines + [line]).map { TextLine(.row, $0) }
  }
}
