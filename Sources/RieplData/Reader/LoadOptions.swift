import RieplEngine
import RieplSyntax

/// What stands behind the file's name in `load`.
public struct LoadOptions: Sendable, Hashable {
  /// The name of the dataset; nil for one made of the file's name.
  public var name: String?
  /// Whether the columns are kept for the next time.
  public var keeps = false
  /// What columns are, whatever is guessed.
  public var overrides: [Override] = []

  /// What a column is.
  public struct Override: Sendable, Hashable {
    /// Its heading or its name.
    public let column: String
    /// A kind or a unit, in small letters.
    public let what: String
  }

  /// Guesses all the way.
  public init() {}

  /// Reads `as NAME` and `where column X is …, column Y is …`, in this order; nil with what is wrong.
  public static func read(_ text: String) -> Result<LoadOptions, LoadOptionFault> {
    var options = LoadOptions()
    var rest = text.trimmingSpaces()
    if let before = rest.droppingLast(LoadOptions.keepWord) {
      options.keeps = true
      rest = before
    }
    if let behind = rest.dropping("as ") {
      var name = behind
      if let quoted = behind.quoted() {
        (name, rest) = quoted
      } else {
        let ends = [" where "].compactMap { word in
          behind.lowercased().firstRange(word).map { behind.index(behind.startIndex, offsetBy: $0) }
        }
        let end = ends.min() ?? behind.endIndex
        name = String(behind[..<end])
        rest = String(behind[end...])
      }
      options.name = name.trimmingSpaces()
      if options.name?.isEmpty ?? true { return .failure(LoadOptionFault(text: "a name behind “as”")) }
      rest = rest.trimmingSpaces()
    }
    guard !rest.isEmpty else { return .success(options) }
    if rest.lowercased().hasPrefix(LoadOptions.keepWord + " ") {
      return .failure(LoadOptionFault(text: "“\(LoadOptions.keepWord)” as the last word"))
    }
    guard var list = rest.dropping("where ") else {
      return .failure(LoadOptionFault(text: "“as NAME”, “where column …” or “keep” instead of “\(rest)”"))
    }
    while !list.isEmpty {
      guard let column = list.trimmingSpaces().dropping("column ") else {
        return .failure(LoadOptionFault(text: "“column …” instead of “\(list.trimmingSpaces())”"))
      }
      var name: String
      var behind: String
      if let quoted = column.quoted() {
        (name, behind) = quoted
        guard let what = behind.trimmingSpaces().dropping("is ") else {
          return .failure(LoadOptionFault(text: "“is” behind “\(name)”"))
        }
        behind = what
      } else {
        guard let place = column.lowercased().firstRange(" is ") else {
          return .failure(LoadOptionFault(text: "“is” behind “\(column)”"))
        }
        let index = column.index(column.startIndex, offsetBy: place)
        name = String(column[..<index]).trimmingSpaces()
        behind = String(column[column.index(index, offsetBy: 4)...])
      }
      let comma = behind.firstIndex(of: ",")
      let what = String(behind[..<(comma ?? behind.endIndex)]).trimmingSpaces().lowercased()
      list = comma.map { String(behind[behind.index(after: $0)...]) } ?? ""
      guard LoadOptions.kinds.contains(what) else {
        return .failure(
          LoadOptionFault(
            text:
              "\(LoadOptions.kinds.dropLast().joined(separator: ", ")) or \(LoadOptions.kinds.last ?? "") "
              + "instead of “\(what)”"))
      }
      options.overrides.append(Override(column: name, what: what))
      name.removeAll()
      behind.removeAll()
    }
    return .success(options)
  }

  /// The word at the end that keeps the columns.
  static let keepWord = WordTable.spelling(.keep)

  /// What a column can be said to be.
  static let kinds = [
    "text", "year", "month", "date", "number", "count", "£", "£000", "£m", "£bn", "%", "ignored",
  ]

  /// Changes the layout as it was said; gives a column that is not there.
  func apply(to layout: inout TableLayout) -> String? {
    for override in overrides {
      let name = ColumnGuess.name(override.column)
      let place =
        layout.columns.firstIndex { $0.heading.lowercased() == override.column.lowercased() }
        ?? layout.columns.firstIndex { $0.name.lowercased() == name.lowercased() }
      guard let place else { return override.column }
      layout.columns[place].set(override.what)
    }
    return nil
  }
}

/// What was wrong in the words behind a file's name.
public struct LoadOptionFault: Error, Sendable, Hashable {
  /// What should stand there, and what does.
  public let text: String
}

extension TableLayout.Column {
  /// The word behind `is` that stands for its unit.
  var unitWord: String {
    switch unit {
    case .money: multiplier == 3 ? "£000" : multiplier == 6 ? "£m" : multiplier == 9 ? "£bn" : "£"
    case .percent: "%"
    case .count: "count"
    default: "number"
    }
  }

  /// Makes the column what somebody says it is.
  mutating func set(_ what: String) {
    guesses = ["\(what), as you said"]
    switch what {
    case "text": kind = .text
    case "year": kind = .year
    case "month": kind = .month
    case "date": kind = .date
    case "ignored": kind = .ignored
    default:
      kind = .figure
      multiplier = what == "£000" ? 3 : what == "£m" ? 6 : what == "£bn" ? 9 : 0
      unit = what.hasPrefix("£") ? .money : what == "%" ? .percent : what == "count" ? .count : .number
      addsUp = what != "%"
      decimals = unit == .money && multiplier == 0 ? max(2, foundDecimals) : foundDecimals
    }
  }
}

extension String {
  func trimmingSpaces() -> String {
    var part = self[...]
    while let first = part.first, first == " " || first == "\t" { part = part.dropFirst() }
    while let last = part.last, last == " " || last == "\t" || last == "," { part = part.dropLast() }
    return String(part)
  }

  fileprivate func dropping(_ word: String) -> String? {
    lowercased().hasPrefix(word) ? String(dropFirst(word.count)).trimmingSpaces() : nil
  }

  /// What stands in front of a last word; nil behind any other.
  fileprivate func droppingLast(_ word: String) -> String? {
    guard lowercased().hasSuffix(word) else { return nil }
    let before = dropLast(word.count)
    return before.isEmpty || before.last == " " || before.last == "\t" || before.last == "\""
      ? String(before).trimmingSpaces() : nil
  }

  /// What stands in quotation marks at the start, and what stands behind it.
  fileprivate func quoted() -> (String, String)? {
    guard first == "\"", let end = dropFirst().firstIndex(of: "\"") else { return nil }
    return (String(self[index(after: startIndex)..<end]), String(self[index(after: end)...]))
  }

  /// How many characters stand in front of the first place where a text stands.
  fileprivate func firstRange(_ text: String) -> Int? {
    let whole = Array(self)
    let wanted = Array(text)
    guard whole.count >= wanted.count else { return nil }
    return (0...(whole.count - wanted.count)).first { Array(whole[$0..<($0 + wanted.count)]) == wanted }
  }
}
