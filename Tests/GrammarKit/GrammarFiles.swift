public import Foundation

/// Where the grammar and what is made from it stand.
public enum GrammarFiles {
  /// The folder of the package.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder Grammar.
  public static let folder = root.appending(path: "Grammar")

  /// The command that writes the generated files.
  public static let command = "swift run riepl-grammar"

  /// The grammar.
  public static func grammar() throws -> Grammar {
    try GrammarReader.read(try String(contentsOf: folder.appending(path: "riepl.ebnf"), encoding: .utf8))
  }

  /// Folders in which every file is generated.
  public static let generatedFolders = ["man", "manual/diagrams", "editors/textmate", "editors/sublime"]

  /// All generated files: the path inside Grammar, and what belongs there.
  public static func generated() throws -> [(path: String, text: String)] {
    let grammar = try grammar()
    var files = [(path: "manual/grammar.md", text: Manual(grammar).page())]
    for production in grammar.productions {
      files.append(
        ("manual/diagrams/\(Manual.anchor(production)).svg", RailroadDiagram.svg(production, grammar)))
    }
    return files + EditorFiles.all(grammar) + (try ManualBook().pages()) + ManualPages.all()
  }
}
