/// The forms that answers can be printed in.
public enum OutputFormat: String, CaseIterable, Sendable {
  case table, csv, tsv, json, jsonl, markdown, html

  /// The form that goes with what a file's name ends in; nil for others.
  public init?(ofFile name: String) {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    self.init(rawValue: ending == "md" ? "markdown" : ending == "table" ? "" : ending)
  }

  /// All of them in words, such as for help: "table, csv or json".
  public static var list: String {
    let names = allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}
