import Foundation
import RieplSyntax

/// The conversations in Tests/Cases and Tests/Errors: what is typed in them.
enum CaseFiles {
  struct File {
    var name: String
    /// The statements from one `---` to the next.
    var parts: [[String]]

    var statements: [String] { parts.flatMap(\.self) }
  }

  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func all() throws -> [File] {
    var files: [File] = []
    for folder in ["Cases", "Errors"] {
      let urls = try FileManager.default.contentsOfDirectory(
        at: tests.appending(path: folder), includingPropertiesForKeys: nil)
      for url in urls.sorted(by: { $0.path() < $1.path() }) where url.pathExtension == "case" {
        files.append(
          File(
            name: "\(folder)/\(url.lastPathComponent)",
            parts: parts(try String(contentsOf: url, encoding: .utf8))))
      }
    }
    return files
  }

  private static func parts(_ text: String) -> [[String]] {
    var parts: [[String]] = [[]]
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("riepl> ") {
        parts[parts.count - 1].append(String(line.dropFirst(7)))
      } else if line.hasPrefix("  ...> "), let last = parts[parts.count - 1].popLast() {
        parts[parts.count - 1].append(last + "\n " + line.dropFirst(7))
      } else if line == "---" {
        parts.append([])
      }
    }
    return parts
  }

  /// A statement in pieces as a reader sees them: words, numbers, quoted names and marks, without the spaces.
  static func tokens(_ statement: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    var isQuoted = false
    func finish() {
      if !word.isEmpty { tokens.append(word) }
      word = ""
    }
    for character in statement {
      if character == "\"" {
        word.append(character)
        if isQuoted { finish() }
        isQuoted.toggle()
      } else if isQuoted {
        word.append(character)
      } else if character.isWhitespace {
        finish()
      } else if "()+*/^=<>!?;|".contains(character) || (character == "," && word.last?.isNumber != true) {
        finish()
        tokens.append(String(character))
      } else {
        word.append(character)
      }
    }
    finish()
    return tokens
  }
}
