import Foundation
import RieplEngine
import RieplPresentation
import RieplSyntax

/// Asks questions of one dataset, and reads the answers from what is written for machines.
struct Interview {
  /// An answer: its rows in order.
  struct Reply: Equatable {
    var dimensions: [String] = []
    var rows: [Row] = []
    var totals: [Row] = []
  }

  struct Row: Equatable {
    /// The names of what it is of; nil for all together.
    var keys: [String?]
    /// The exact values in base units; nil where there is no figure.
    var values: [String?]
    var rank: Int?
    /// For each value how many figures went into it, and how many were not there.
    var figures: [Int] = []
    var missing: [Int] = []
  }

  enum Result {
    case reply(Reply)
    case refusal(Diagnostic)
  }

  private(set) var workspace: Workspace

  init(_ data: SampleData) throws {
    self.init(data.catalog)
    for group in data.groups {
      let members = group.members.map { data.axes[group.axis].members[$0] }.joined(separator: ", ")
      _ = try outcome("let \(group.name) = \(members)")
    }
  }

  init(_ catalog: Catalog) { workspace = Workspace(catalog: catalog) }

  /// What a statement comes to.
  mutating func outcome(_ text: String) throws(Diagnostic) -> Outcome? {
    try workspace.read(SourceText(text))
    return try workspace.next()
  }

  /// The answer to a question.
  mutating func ask(_ text: String) -> Result {
    do throws(Diagnostic) {
      guard case .answer(let answer)? = try outcome(text) else { return .reply(Reply()) }
      return .reply(Interview.reply(answer, workspace.catalog))
    } catch {
      return .refusal(error)
    }
  }

  /// The answer to the last of some lines.
  mutating func ask(_ lines: [String]) -> Result {
    var result = Result.reply(Reply())
    for line in lines {
      result = ask(line)
      if case .refusal = result { return result }
    }
    return result
  }

  private struct JSONCell: Decodable {
    var exact: String?
    var figures: Int
    var missing: Int
  }

  private struct JSONRow: Decodable {
    var key: [String: String?]
    var rank: Int?
    var values: [JSONCell]
  }

  private struct JSONAnswer: Decodable {
    var dimensions: [String]
    var rows: [JSONRow]
    var totals: [JSONRow]?
  }

  static func reply(_ answer: Answer, _ catalog: Catalog) -> Reply {
    let text = AnswerJSON.text(answer, catalog)
    guard let read = try? JSONDecoder().decode(JSONAnswer.self, from: Data(text.utf8)) else { return Reply() }
    func row(_ row: JSONRow) -> Row {
      Row(
        keys: read.dimensions.map { row.key[$0] ?? nil }, values: row.values.map(\.exact), rank: row.rank,
        figures: row.values.map(\.figures), missing: row.values.map(\.missing))
    }
    return Reply(
      dimensions: read.dimensions, rows: read.rows.map(row), totals: (read.totals ?? []).map(row))
  }
}
