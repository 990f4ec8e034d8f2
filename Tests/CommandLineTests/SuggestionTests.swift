import Foundation
import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// What a message suggests has to work: in the place of what was wrong, or asked by itself.
@Suite struct Suggestions {
  static let statements: [(String, String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Errors")
    let files =
      (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.sorted { $0.lastPathComponent < $1.lastPathComponent }.flatMap {
      file -> [(String, String)] in
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
      let programs = text.replacing("\n  ...> ", with: "\n ").components(separatedBy: "\nriepl> ").dropFirst()
      // A statement goes on in lines that start with a space; the answer's first line does so, too, and is indented
      // by two.
      return programs.map { program in
        let lines = program.components(separatedBy: "\n")
        let more = lines.dropFirst().prefix { $0.hasPrefix(" ") && !$0.hasPrefix("  ") }
        return (file.lastPathComponent, ([lines[0]] + more).joined(separator: "\n"))
      }
    }
  }()

  /// Whether what the message suggests is a whole question, and not what to put in the place of the mistake.
  static func isQuestion(_ code: DiagnosticCode) -> Bool {
    let words = DiagnosticCatalogue.entry(code).suggesting ?? ""
    return words.hasPrefix("Ask") || words.hasPrefix("Name a part") || code == .slicesOfOneDimension
      || code == .unknownTopic
  }

  @Test func galleryIsFound() { #expect(Suggestions.statements.count > 200) }

  @Test func work() throws {
    // Those of E86 need the definitions before them.
    for (file, statement) in Suggestions.statements where !file.hasPrefix("E86") {
      guard let found = try Diagnostics.error(statement) else { continue }
      for suggestion in found.suggestions {
        let bytes = Array(statement.utf8)
        let range = found.range.indices.clamped(to: 0..<bytes.count)
        let replaced = String(
          decoding: bytes[..<range.lowerBound] + Array(suggestion.utf8) + bytes[range.upperBound...],
          as: UTF8.self)
        let isQuestion = Suggestions.isQuestion(found.code)
        let next = try Diagnostics.error(isQuestion ? suggestion : replaced)
        // Behind what is put in its place there may be another error.
        let end = found.range.start + UInt32(suggestion.utf8.count)
        let isRight = next.map { !isQuestion && $0.range.start >= end } ?? true
        #expect(isRight, "\(file): “\(suggestion)” for \(statement): \(next?.code.rawValue ?? "")")
      }
      #expect(found.suggestions.count <= 3)
    }
  }
}
