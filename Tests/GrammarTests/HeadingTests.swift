import Foundation
import GrammarKit
import Testing

/// The headings of the parser's functions say what the grammar says.
@Suite struct Headings {
  /// A production as it stands above a function.
  struct Heading {
    var production: String
    var text: String
    var function: String
    var place: String
  }

  static func read() throws -> (headings: [Heading], functions: [String]) {
    let folder = GrammarFiles.root.appending(path: "Sources/RieplSyntax/Parser")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }
    var headings: [Heading] = []
    var functions: [String] = []
    for file in files {
      var open: [Heading] = []
      for (number, line) in try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false
      ).enumerated() {
        let text = line.drop { $0 == " " }
        if text.hasPrefix("/// Grammar: ") {
          let parts = text.dropFirst(13).split(separator: " ::= ", maxSplits: 1)
          guard parts.count == 2 else { continue }
          open.append(
            Heading(
              production: String(parts[0]), text: String(parts[1]), function: "",
              place: "\(file.lastPathComponent):\(number + 1)"))
        } else if text.hasPrefix("///   "), !open.isEmpty {
          open[open.count - 1].text += " " + text.dropFirst(6)
        } else if let name = text.firstMatch(of: /func (\w+)/) {
          functions.append(String(name.1))
          headings += open.map { heading in
            var heading = heading
            heading.function = String(name.1)
            return heading
          }
          open = []
        } else if !text.hasPrefix("///"), !text.hasPrefix("@") {
          open = []
        }
      }
    }
    return (headings, functions)
  }

  @Test func eachProductionHeadsOneFunction() throws {
    let grammar = try GrammarFiles.grammar()
    let (headings, _) = try Headings.read()
    for heading in headings {
      let production = grammar[heading.production]
      #expect(production != nil, "\(heading.place): the grammar has no \(heading.production)")
      #expect(
        production?.text == heading.text.collapsed,
        "\(heading.place): \(heading.function) is headed by another \(heading.production) than the grammar has"
      )
    }
    for production in grammar.productions where !production.isToken {
      let places = headings.filter { $0.production == production.name }.map(\.place)
      #expect(places.count == 1, "\(production.name) heads \(places.count) functions: \(places)")
    }
  }

  /// `parseTerm` is headed by `term`.
  @Test func eachFunctionIsHeadedByItsProduction() throws {
    let grammar = try GrammarFiles.grammar()
    let (headings, functions) = try Headings.read()
    var count = 0
    for function in functions where function.hasPrefix("parse") {
      let bare = function.dropFirst(5).replacing("IfPresent", with: "")
      let name = bare.prefix(1).lowercased() + bare.dropFirst()
      guard grammar[name] != nil, name != "statement" else { continue }
      count += 1
      #expect(
        headings.contains { $0.function == function && $0.production == name },
        "\(function) is not headed by \(name)")
    }
    #expect(count > 20)
  }
}
