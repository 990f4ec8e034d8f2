/// Whole statements, which may take several lines.
extension Formatter {
  /// Lines are broken where they would be longer than this, as far as they can be.
  public static let lineLength = 100

  /// The statement of the tree in its one form; nil for an empty one.
  ///
  /// - Parameter source: What the tree was read from.
  public func statement(_ source: SourceText) -> String? {
    switch tree.statement {
    case .empty: return nil
    case .question(let id): return lines([front(tree[id])] + clauses(tree[id]))
    case .then(let id, let dropsCut):
      let view: String =
        switch tree[id].view {
        case .show: " " + word(.show)
        case .chart: " " + word(.chart)
        case nil: ""
        }
      return lines([word(.then) + (dropsCut ? " " + word(.all) : "") + view] + clauses(tree[id]))
    case .letGroup(let name, let items):
      return lines(["\(word(.let)) \(newName(name, source)) ="] + memberParts(Array(tree[items])))
    case .letDefinition(let name, let id):
      let question = tree[id]
      return lines(["\(word(.let)) \(newName(name, source)) = \(front(question))"] + clauses(question))
    case .ask(let name, let value, let question):
      let text = "\(word(.ask)) \(newName(name, source)) = \(self.value(value))"
      return lines([text] + (question.map { [quoted($0, source)] } ?? []))
    case .check(let id, let message):
      let parts = ["\(word(.check)) \(front(tree[id]))"] + clauses(tree[id])
      return lines(parts + (message.map { [quoted($0, source)] } ?? []))
    case .heading(let text): return "\(word(.heading)) \(quoted(text, source))"
    case .say(let list):
      let texts = tree[list].map { quoted($0, source) }
      return "\(word(.say)) " + texts.joined(separator: "\n  ")
    case .export(let id, let file):
      let parts = ["\(word(.export)) \(front(tree[id]))"] + clauses(tree[id])
      return lines(parts + ["\(word(.to)) \(quoted(file, source))"])
    case .list(let use): return command(.list, use, source)
    case .about(let use): return "\(word(.about)) \(name(use))"
    case .help(let use): return command(.help, use, source)
    case .use(let use): return "\(word(.use)) \(name(use))"
    case .load(let file, let options):
      let text = source.words(in: options.range)
      let rest = options.range.end > options.range.start && !text.isEmpty ? " " + text : ""
      return "\(word(.load)) \(quoted(file, source))\(rest)"
    case .describe(let use): return command(.describe, use, source)
    case .run(let use): return "\(word(.run)) \(quoted(use, source))"
    case .save(let use): return "\(word(.save)) \(word(.to)) \(quoted(use, source))"
    case .set(let use):
      let text = source.words(in: use.range)
      // "timer on" keeps its short form.
      return tree.range == use.range ? text : text.isEmpty ? word(.set) : "\(word(.set)) \(text)"
    case .undo: return word(.undo)
    case .history: return word(.history)
    case .quit: return word(.quit)
    }
  }

  /// What an input may be.
  public func value(_ value: InputValue) -> String {
    switch value {
    case .members(let items): members(Array(tree[items]))
    case .amount(let id): question(id)
    }
  }

  private func word(_ word: Word) -> String { WordTable.spelling(word) }

  private func command(_ word: Word, _ use: TextUse, _ source: SourceText) -> String {
    let text = source.words(in: use.range)
    return text.isEmpty ? self.word(word) : self.word(word) + " " + text
  }

  /// A new name as its owner spells it.
  private func newName(_ use: TextUse, _ source: SourceText) -> String {
    source.words(in: use.range)
  }

  /// A text with plain quotes around it.
  private func quoted(_ use: TextUse, _ source: SourceText) -> String {
    var result = "\""
    for scalar in tree.text(use).unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// The items of a list of members, each with what stands behind it.
  private func memberParts(_ items: [MemberItem]) -> [String] {
    items.indices.map { index in
      let isLast = index == items.count - 1
      let goesOn = !isLast && !items[index + 1].isExcluded
      return (items[index].isExcluded ? "except " : "") + name(items[index].name) + (goesOn ? "," : "")
    }
  }

  /// Parts behind one another, on as many lines as they need; lines that go on are indented.
  private func lines(_ parts: [String]) -> String {
    var text = ""
    var length = 0
    for part in parts where !part.isEmpty {
      if text.isEmpty {
        text = part
        length = part.unicodeScalars.count
      } else if length + 1 + part.unicodeScalars.count <= Formatter.lineLength {
        text += " " + part
        length += 1 + part.unicodeScalars.count
      } else {
        text += "\n  " + part
        length = 2 + part.unicodeScalars.count
      }
    }
    return text
  }
}

/// A script in its one form: statements as the formatter writes them, comments and blank lines where they were.
public struct ScriptFormatter {
  private var lines: [String] = []
  private var isBlankWanted = false

  /// Begins with the line that names the interpreter, where a script has one.
  public init(_ source: SourceText) {
    let bytes = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? source.bytes[3...] : source.bytes[...]
    guard bytes.starts(with: [0x23, 0x21]) else { return }
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    lines.append(ScriptFormatter.trimmed(String(decoding: line, as: UTF8.self)))
  }

  /// Takes what stands between two statements: comments on their own lines, and at most one blank line in a row.
  ///
  /// A comment that begins on the line of the statement before it stays there.
  public mutating func add(gap: String, afterStatement: Bool) {
    let normal = gap.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    for (number, line) in normal.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      // "the" may stand there as well, and means nothing.
      let text = line.firstIndex(of: "#").map { ScriptFormatter.trimmed(String(line[$0...])) } ?? ""
      if number == 0, afterStatement {
        if text.hasPrefix("#"), !lines.isEmpty { lines[lines.count - 1] += "  " + text }
      } else if text.hasPrefix("#") {
        append(text)
      } else if text.isEmpty, number > 0, number < normal.count(where: { $0 == "\n" }) {
        isBlankWanted = true
      }
    }
  }

  /// Takes a statement; comments inside it stand above it.
  public mutating func add(statement: String, comments: [String]) {
    for comment in comments { append(comment) }
    append(statement)
  }

  private mutating func append(_ text: String) {
    if isBlankWanted, !lines.isEmpty { lines.append("") }
    isBlankWanted = false
    lines.append(text)
  }

  /// The whole script.
  public var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

  static func trimmed(_ text: String) -> String {
    var view = text[...]
    while let last = view.last, last == " " || last == "\t" || last == "\u{A0}" { view.removeLast() }
    while let first = view.first, first == " " || first == "\t" || first == "\u{A0}" { view.removeFirst() }
    return String(view)
  }
}
