import RieplSyntax

/// Writes the manual's page on the grammar.
public struct Manual {
  private let grammar: Grammar

  /// A page about a grammar.
  public init(_ grammar: Grammar) { self.grammar = grammar }

  /// The page, in Markdown.
  public func page() -> String {
    var text = """
      # The grammar of riepl

      <!-- Written by `swift run riepl-grammar` out of Grammar/riepl.ebnf and the table of words. -->

      Each production of [riepl.ebnf](../riepl.ebnf) with its diagram, to be read from left to right along the line.
      Green boxes are typed as they stand, in capitals or not; blue ones are other productions, and amber ones are tokens
      such as names and amounts. A word in quotes stands for any of its [spellings](#spellings).


      """
    text += contents()
    var section = ""
    for production in grammar.productions {
      if production.section != section {
        section = production.section
        text += "## \(section)\n\n"
      }
      text += entry(production)
    }
    text += spellings()
    return text
  }

  private func contents() -> String {
    var text = ""
    var section = ""
    for production in grammar.productions {
      if production.section != section {
        text += (section.isEmpty ? "" : "\n") + "- **\(production.section)**:"
        section = production.section
      }
      text += " [\(production.name)](#\(Manual.anchor(production)))"
    }
    return text + "\n\n"
  }

  /// Headings differ in more than capitals, so that each has its own anchor.
  private func heading(_ production: Production) -> String {
    production.isToken ? "\(production.name) (token)" : production.name
  }

  /// The name of a production's anchor and of the file of its diagram; no two differ in capitals only.
  static func anchor(_ production: Production) -> String {
    production.isToken ? production.name.lowercased() + "-token" : production.name
  }

  private func entry(_ production: Production) -> String {
    var text = "### \(heading(production))\n\n\(production.summary)\n\n"
    text += "![\(production.name)](diagrams/\(Manual.anchor(production)).svg)\n\n"
    text += "```ebnf\n\(production.name) ::= \(wrapped(production))\n```\n\n"
    for constraint in production.constraints {
      text += "- \(constraint.text.prefix(1).uppercased())\(constraint.text.dropFirst())\n"
    }
    if !production.constraints.isEmpty { text += "\n" }
    let links = grammar.references(production).reduce(into: [String]()) { list, name in
      if !list.contains(name) { list.append(name) }
    }
    if !links.isEmpty {
      let list = links.compactMap { grammar[$0] }.map { "[\($0.name)](#\(Manual.anchor($0)))" }
      text += "Made of \(list.joined(separator: ", ")).\n\n"
    }
    if !production.examples.isEmpty {
      text += "```riepl\n" + production.examples.joined(separator: "\n") + "\n```\n\n"
    }
    return text
  }

  /// The right side of a production in lines of up to about 100 columns.
  private func wrapped(_ production: Production) -> String {
    var lines = [""]
    for word in production.text.split(separator: " ") {
      if (lines.last ?? "").count + word.count > 96 - (lines.count == 1 ? production.name.count : 0) {
        lines.append("   ")
      }
      lines[lines.count - 1] += (lines.last == "" ? "" : " ") + word
    }
    return lines.joined(separator: "\n")
  }

  private func spellings() -> String {
    var text = """
      ## Spellings

      A word in quotes stands for each of these; where there are several, riepl itself writes the first.

      | word | spellings | what it does |
      |---|---|---|

      """
    for entry in WordTable.entries {
      let summary = entry.summary.replacing("|", with: "\\|")
      let list = entry.spellings.map { "`\($0)`" }.joined(separator: ", ")
      text += "| `\(entry.spellings[0])` | \(list) | \(summary) |\n"
    }
    return text
  }
}
