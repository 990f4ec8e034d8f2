public import Foundation

/// Where the grammar and what is made from it stand.
public enum GrammarFiles {
  /// The folder of the package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder Grammar.
  public static let folder = root.appending(path: "Grammar")

  /// The grammar.
  public static func grammar() throws -> Grammar {
    try GrammarReader.read(try String(contentsOf: folder.appending(path: "riepl.ebnf"), encoding: .utf8))
  }
}
