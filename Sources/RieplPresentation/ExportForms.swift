public import RieplEngine

/// A form that an answer can have in a file of its own.
public struct ExportForm: Sendable {
  /// What the names of such files end in, the usual one first.
  public let endings: [String]
  /// The whole file; nil for an answer that the form can't have.
  public let text: @Sendable (Answer, Catalog, ExportOptions) -> String?
}

/// How an answer is written to a file.
public struct ExportOptions: Sendable {
  /// Whether texts may be no formulas to a spreadsheet.
  public var isSafe: Bool

  /// Makes options.
  public init(isSafe: Bool = false) { self.isSafe = isSafe }
}

/// The forms of `export`, by what the name of the file ends in: the only table of them.
public enum ExportForms {
  /// All forms.
  public static let all: [ExportForm] = [
    ExportForm(endings: ["csv"]) { AnswerCSV.text($0, $1, isSafe: $2.isSafe) },
    ExportForm(endings: ["tsv"]) { AnswerTSV.text($0, $1, isSafe: $2.isSafe) },
    ExportForm(endings: ["json"]) { answer, catalog, _ in AnswerJSON.text(answer, catalog) + "\n" },
    ExportForm(endings: ["jsonl"]) { answer, catalog, _ in AnswerJSON.lines(answer, catalog, number: 1) },
    ExportForm(endings: ["md", "markdown"]) { answer, catalog, _ in
      AnswerMarkdown.text(answer, catalog, isFull: true)
    },
    ExportForm(endings: ["html", "htm"]) { answer, catalog, _ in
      var page = HTMLReport()
      return page.answer(answer, catalog) + page.end(catalog)
    },
    ExportForm(endings: ["svg"]) { answer, catalog, _ in ChartSVG.file(answer, catalog) },
  ]

  /// The form of a file; nil where its name ends in none.
  public static func form(ofFile name: String) -> ExportForm? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    return all.first { $0.endings.contains(ending) }
  }

  /// What the names of files may end in, in words.
  public static var list: String {
    let endings = all.map { ".\($0.endings[0])" }
    return endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
  }
}
