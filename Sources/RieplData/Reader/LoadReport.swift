public import RieplEngine

/// What was read of a file, what was set aside and why, and what was guessed.
public struct LoadReport: Sendable {
  /// The name of the dataset.
  public var name = ""
  /// The name of the file, without its folder.
  public var file = ""
  /// How many rows there are figures of.
  public var rows = 0
  /// How many rows were set aside because they could not be read whole.
  public var setAside = 0
  /// The layout, with all that was guessed.
  public var layout = TableLayout()
  /// What there is to say, in the order in which it is printed.
  public var lines: [String] = []
  /// The rows that were set aside, as far as they are kept.
  public var problems: [DatasetProblem] = []

  /// What became of its columns.
  public var keeping = Keeping.none
  /// What is to be kept of it; nil for nothing.
  public var draft: KeptDraft?

  /// What has to be said even where nobody asked for the report; nil where every row was read.
  public var warning: String? {
    guard setAside > 0 else { return nil }
    return
      "\(file): \(Self.number(setAside)) of \(Self.number(rows + setAside)) rows could not be read whole "
      + "and were set aside; `list problems` shows them."
  }

  /// A count with commas.
  static func number(_ count: Int) -> String {
    let digits = Array(String(count))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0, digits[place - 1] != "-" { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A count with what is counted.
  static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number(count)) \(count == 1 ? one : many ?? one + "s")"
  }

  /// Numbers of lines, the first few of many, runs of them joined.
  static func lineList(_ lines: [Int]) -> String {
    var runs: [(first: Int, last: Int)] = []
    for line in lines {
      if let last = runs.last?.last, line == last + 1 {
        runs[runs.count - 1].last = line
      } else {
        runs.append((line, line))
      }
    }
    let shown = runs.prefix(8).map {
      $0.first == $0.last ? number($0.first) : "\(number($0.first))–\(number($0.last))"
    }
    let rest = runs.count > 8 ? " and others" : ""
    return (lines.count == 1 ? "line " : "lines ") + shown.joined(separator: ", ") + rest
  }
}

/// How far a file is read.
public struct LoadProgress: Sendable, Hashable {
  /// How many bytes were read.
  public var bytes = 0
  /// How many bytes there are.
  public var total = 0
  /// How many rows were read.
  public var rows = 0

  /// Nothing was read yet.
  public init() {}

  /// So many bytes of so many, and so many rows.
  public init(bytes: Int, total: Int, rows: Int) {
    self.bytes = bytes
    self.total = total
    self.rows = rows
  }
}
