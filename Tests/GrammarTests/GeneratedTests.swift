import Foundation
import GrammarKit
import Testing

/// The generated files are what would be generated now.
@Suite struct Generated {
  @Test func filesAreFresh() throws {
    let files = try GrammarFiles.generated()
    for file in files {
      let url = GrammarFiles.folder.appending(path: file.path)
      let text = try? String(contentsOf: url, encoding: .utf8)
      #expect(text == file.text, "Grammar/\(file.path) is stale; run: \(GrammarFiles.command)")
    }
    let paths = Set(files.map(\.path))
    for folder in GrammarFiles.generatedFolders {
      for name in try FileManager.default.contentsOfDirectory(
        atPath: GrammarFiles.folder.appending(path: folder).path())
      {
        #expect(
          paths.contains("\(folder)/\(name)"), "\(folder)/\(name) is left over; run: \(GrammarFiles.command)")
      }
    }
    #expect(Set(files.map { $0.path.lowercased() }).count == files.count, "paths differ in capitals only")
  }

  @Test func jsonIsWellFormed() throws {
    let files = try GrammarFiles.generated().filter { $0.path.hasSuffix(".json") }
    #expect(files.count == 3)
    for file in files {
      let value = try? JSONSerialization.jsonObject(with: Data(file.text.utf8))
      #expect(value is [String: Any], "\(file.path)")
    }
  }

  /// Diagrams are well-formed, and say in words what they show.
  @Test func diagramsAreWellFormed() throws {
    let grammar = try GrammarFiles.grammar()
    for production in grammar.productions {
      let svg = RailroadDiagram.svg(production, grammar)
      let parser = XMLOutline(svg)
      #expect(parser.isWellFormed, "\(production.name)")
      #expect(parser.text["title"] == production.name)
      #expect(parser.text["desc"]?.contains(production.summary) == true)
      // A box for each leaf, and none twice where a loop joins two.
      #expect(
        (parser.counts["rect"] ?? 0) > 0 && (parser.counts["rect"] ?? 0) <= grammar.leaves(production).count)
      #expect(parser.counts["rect"] == (parser.counts["text"] ?? 0))
    }
  }

  /// The page has a heading for each link that stays on it.
  @Test func linksLeadSomewhere() throws {
    let page = Manual(try GrammarFiles.grammar()).page()
    let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
      line.drop { $0 == "#" || $0 == " " }.lowercased().filter {
        $0.isLetter || $0.isNumber || $0 == " " || $0 == "-"
      }
      .replacing(" ", with: "-")
    }
    #expect(Set(headings).count == headings.count, "two headings have one anchor")
    for link in page.matches(of: /\]\(#([^)]+)\)/) {
      #expect(headings.contains(String(link.1)), "#\(link.1)")
    }
  }
}
