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
      for line in query.lines {
        guard !line.comment.isEmpty else {
          lines.append(TextLine(.row, line.sql))
          continue
        }
        let room = longest - DisplayWidth.width(of: line.sql)
        let comment = "  -- " + line.comment
        // A long clause has its words on the line above it.
        if room < 0 {
          let indent = String(line.sql.prefix { $0 == " " })
          lines.append(TextLine(.remark, indent + "-- " + line.comment))
          lines.append(TextLine(.row, line.sql))
        } else {
          lines.append(TextLine(.row, line.sql + String(repeating: " ", count: room) + comment))
        }
      }
      for column in query.columns where column.below != nil {
        lines.append(
          TextLine(
            .remark,
            "-- \(SQLNames.heading(column.above)) divided by \(SQLNames.heading(column.below ?? "")) is the exact answer."
          ))
      }
      return lines
    }
  }
}
