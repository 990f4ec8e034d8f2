import Foundation
import GrammarKit
import RieplData
import RieplEngine
import RieplSyntax

/// A statement of a case file, with the names that are known where it stands.
struct CaseStatement: Sendable {
  /// The statement.
  let text: String
  /// The file and the line.
  let place: String
  /// The names.
  let vocabulary: Vocabulary
  /// Whether the parser reads it.
  let isRead: Bool
  /// Whether it has an answer.
  let isAnswered: Bool
}

/// All statements of Tests/Cases.
enum CaseStatements {
  static let all: [CaseStatement] = {
    do { return try read() } catch { return [] }
  }()

  /// A workspace over the embedded data.
  static func workspace() throws -> Workspace {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    return Workspace(catalog: catalog)
  }

  /// What is wrong with the form of a statement; nil where the parser reads it.
  static func fault(_ text: String, _ vocabulary: Vocabulary) -> Diagnostic? {
    var parser = Parser(vocabulary: vocabulary)
    do throws(Diagnostic) {
      try parser.read(SourceText(text))
      while try parser.parseStatement() {}
      return nil
    } catch {
      return error
    }
  }

  /// Whether a reducer stands in front of a reducer or of a shaper, as in "average sum allocation": the parser reads
  /// that as if there were brackets, so that the checker can say what to ask instead.
  static func hasImpliedBracket(_ text: String, _ vocabulary: Vocabulary) -> Bool {
    var parser = Parser(vocabulary: vocabulary)
    let source = SourceText(text)
    do throws(Diagnostic) {
      try parser.read(source)
      guard try parser.parseStatement() else { return false }
    } catch {
      return false
    }
    return parser.tree.figures.contains { figure in
      guard figure.reducer != nil, case .bracket(let id) = figure.head else { return false }
      let front = String(decoding: source.bytes[..<Int(parser.tree[id].range.start)], as: UTF8.self)
      return front.reversed().first { !$0.isWhitespace } != "("
    }
  }

  private static func read() throws -> [CaseStatement] {
    let folder = GrammarFiles.root.appending(path: "Tests/Cases")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "case" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    return try files.flatMap { try read($0) }
  }

  private static func read(_ url: URL) throws -> [CaseStatement] {
    var result: [CaseStatement] = []
    var workspace = try workspace()
    let lines = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
    for (number, line) in lines.enumerated() {
      if line == "---" { workspace = try CaseStatements.workspace() }
      guard line.hasPrefix("riepl> ") else { continue }
      var text = String(line.dropFirst(7))
      for next in lines[(number + 1)...] {
        guard next.hasPrefix("  ...> ") else { break }
        text += "\n " + next.dropFirst(7)
      }
      let vocabulary = workspace.parser.vocabulary
      result.append(
        CaseStatement(
          text: text, place: "\(url.lastPathComponent):\(number + 1)", vocabulary: vocabulary,
          isRead: fault(text, vocabulary) == nil, isAnswered: isAnswered(text, &workspace)))
    }
    return result
  }

  /// Runs a statement; whether nothing was wrong with it.
  static func isAnswered(_ text: String, _ workspace: inout Workspace) -> Bool {
    do throws(Diagnostic) {
      try workspace.read(SourceText(text))
      while try workspace.next() != nil {}
      return true
    } catch {
      return false
    }
  }
}
