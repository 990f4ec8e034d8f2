internal import RieplEngine
internal import RieplSyntax

/// A bound that `--limit` can lower.
struct LimitEntry: Sendable {
  /// Its name.
  let name: String
  /// What it bounds, in words.
  let summary: String
  let get: @Sendable (Limits) -> Int
  let set: @Sendable (inout Limits, Int) -> Void
}

/// The bounds that `--limit` can lower: the only table of them.
public enum LimitTable {
  static let entries: [LimitEntry] = [
    LimitEntry(
      name: "script", summary: "bytes in a script", get: { $0.scriptBytes }, set: { $0.scriptBytes = $1 }),
    LimitEntry(
      name: "statement", summary: "bytes in a statement", get: { $0.statementBytes },
      set: { $0.statementBytes = $1 }),
    LimitEntry(
      name: "token", summary: "bytes in a word, a number or a text", get: { $0.tokenBytes },
      set: { $0.tokenBytes = $1 }),
    LimitEntry(name: "nodes", summary: "parts of a statement", get: { $0.nodes }, set: { $0.nodes = $1 }),
    LimitEntry(
      name: "columns", summary: "columns of a question", get: { $0.columns }, set: { $0.columns = $1 }),
    LimitEntry(
      name: "figures", summary: "figures of a question", get: { $0.figures }, set: { $0.figures = $1 }),
    LimitEntry(
      name: "nesting", summary: "brackets, or scripts, inside one another", get: { $0.nesting },
      set: { $0.nesting = $1 }),
    LimitEntry(
      name: "steps", summary: "statements, rows and values", get: { $0.steps }, set: { $0.steps = $1 }),
    LimitEntry(
      name: "output", summary: "bytes of output", get: { $0.outputBytes }, set: { $0.outputBytes = $1 }),
  ]

  /// What is wrong with a bound as it was given; nil where it can be so.
  public static func problem(_ text: String) -> String? {
    var limits = Limits()
    return apply(text, to: &limits)
  }

  /// Lowers a bound that is given as `name=value`; what is wrong with it, if it can't be.
  static func apply(_ text: String, to limits: inout Limits) -> String? {
    let names = entries.map(\.name).joined(separator: ", ")
    guard let equal = text.firstIndex(of: "=") else {
      return "--limit takes a name and a number, as in steps=1000; the names are \(names)."
    }
    let name = String(text[..<equal])
    guard let entry = entries.first(where: { $0.name == name }) else {
      return "There is no limit called “\(name)”; there are \(names)."
    }
    let highest = entry.get(Limits())
    guard let value = Int(text[text.index(after: equal)...].filter { $0 != "," }), value > 0, value <= highest
    else { return "The limit \(name) (\(entry.summary)) can be from 1 to \(highest)." }
    entry.set(&limits, value)
    return nil
  }
}

/// The bound of memory as `--memory` takes it.
public enum MemoryBound {
  /// A size such as 256MB in bytes; nil where it is none, or too small for the program itself.
  public static func bytes(_ text: String) -> Int? {
    OwnMemory.bytes(text).flatMap { $0 >= OwnMemory.least ? $0 : nil }
  }

  /// What is wrong with a size that is none.
  public static var problem: String {
    "--memory takes a size from \(OwnMemory.text(OwnMemory.least)) on, such as 256MB or 2GB."
  }
}
