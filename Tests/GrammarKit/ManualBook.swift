import RieplConsole
import RieplData
import RieplEngine
import RieplPresentation
import RieplSyntax

/// Writes what `help` says as pages of the manual: each example with the answer that it has now.
struct ManualBook {
  private let note = "<!-- Written by `swift run riepl-grammar` out of the tables that `help` reads. -->\n\n"
  private let catalog: Catalog

  init() throws {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    self.catalog = catalog
  }

  /// All pages: the path inside Grammar, and what belongs there.
  func pages() throws -> [(path: String, text: String)] {
    [
      ("manual/README.md", contents()), ("manual/language.md", try language()),
      ("manual/words.md", try words()),
      ("manual/clauses.md", try clauses()), ("manual/names.md", try names()),
      ("manual/errors.md", try errors()),
      ("manual/habits.md", try habits()), ("manual/courses.md", try courses()),
    ]
  }

  /// What a statement prints where nothing was asked before but what it needs.
  private func answer(_ statement: String, before: [String] = [], reading: Bool = false) throws -> String {
    let output = MemoryOutput()
    var settings = Settings()
    settings.reading = reading ? .always : .never
    settings.terminalWidth = 88
    let session = Session(catalog: catalog, settings: settings, output: output, errors: output, isList: false)
    session.settings.usesPager = false
    session.window = { (88, 50) }
    session.typedIndent = 7
    for statement in before { try session.run(SourceText(statement)) }
    _ = output.take()
    try session.run(SourceText(statement))
    var text = output.take()
    while text.hasSuffix("\n") { text.removeLast() }
    while text.hasPrefix("\n") { text.removeFirst() }
    return text
  }

  /// A statement as it is typed, and its answer.
  private func transcript(_ statement: String) throws -> String {
    let before = Pages.leadIn(statement)
    var text = "```riepl\n"
    for lead in before { text += "riepl> \(lead)\n…\n\n" }
    text += "riepl> \(statement)\n"
    let hasFile = ["run ", "save ", "export ", "load ", "describe "].contains { statement.hasPrefix($0) }
    let isQuiet = ["history", "quit", "timer", "learn"].contains { statement.hasPrefix($0) }
    if !hasFile, !isQuiet {
      let answer = try answer(statement, before: before)
      if !answer.isEmpty { text += answer + "\n" }
    }
    return text + "```\n\n"
  }

  private func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

  // MARK: Pages

  private func contents() -> String {
    """
    # The manual of riepl

    \(note)- [The language on one page](language.md): a script that runs
    - [Words](words.md): each word of the language, with an example and its answer
    - [Clauses](clauses.md): what may stand behind a calculation
    - [Names](names.md): the figures, the facts and the places, and what to ask of them
    - [Errors](errors.md): what each means, an example, and what to do
    - [From Excel and from SQL](habits.md): what you would write there, as questions
    - [Courses](courses.md): lessons of your own, over figures of your own
    - [The grammar](grammar.md): each production with a diagram

    At the prompt `help`, `help sum`, `help language` and `about London` show the same. There are manual pages as well:
    [riepl(1)](../man/riepl.1) and [riepl-language(7)](../man/riepl-language.7).

    """
  }

  private func language() throws -> String {
    let page = try answer("help language")
    return
      "# The language on one page\n\n\(note)It is a script: every line of it runs. `help language` shows it.\n\n"
      + "```sh\n\(page)\n```\n"
  }

  private func words() throws -> String {
    var text = "# Words\n\n\(note)`help sum` shows one of them, and `list words` all.\n\n"
    for entry in WordTable.entries {
      text += "## \(entry.spellings[0])\n\n"
      if entry.spellings.count > 1 {
        text += "Also " + entry.spellings.dropFirst().map { "`\($0)`" }.joined(separator: ", ") + ". "
      }
      text += sentence(entry.summary) + "\n\n" + (try transcript(entry.example))
    }
    return trimmed(text)
  }

  private func clauses() throws -> String {
    var text = "# Clauses\n\n\(note)They stand behind the calculation, in any order, each once.\n\n"
    for entry in ClauseTable.entries {
      text +=
        "## \(entry.title)\n\n`\(entry.form)`\n\n\(sentence(entry.summary))\n\n"
        + (try transcript(entry.example))
    }
    return trimmed(text)
  }

  private func names() throws -> String {
    var text = "# Names\n\n\(note)What `about` says of each figure, fact, dimension and place.\n\n"
    let names =
      catalog.measures.map(\.name) + catalog.facts.map(\.name)
      + catalog.dimensions.flatMap { [$0.name] + ($0.whole.map { [$0] } ?? []) + $0.members.map(\.name) }
    for name in names {
      text += "## \(name)\n\n```text\n\(try answer("about \(name)"))\n```\n\n"
    }
    return trimmed(text)
  }

  private func errors() throws -> String {
    var text = "# Errors\n\n\(note)`help E20` shows one of them, and `list errors` all.\n\n"
    for entry in DiagnosticCatalogue.entries {
      text += "## \(entry.code.rawValue)\n\n```text\n\(try answer("help \(entry.code.rawValue)"))\n```\n\n"
    }
    return trimmed(text)
  }

  private func habits() throws -> String {
    var text = "# From Excel and from SQL\n\n\(note)"
    for guide in HabitGuide.all {
      text += "## \(guide.title)\n\n| there | here |\n|---|---|\n"
      for (habit, question) in guide.habits {
        func cell(_ text: String) -> String { "`" + text.replacing("|", with: "\\|") + "`" }
        text += "| \(cell(habit)) | \(cell(question)) |\n"
      }
      text += "\n"
      for (_, question) in guide.habits { text += try transcript(question) }
    }
    return trimmed(text)
  }

  private func courses() throws -> String {
    CourseManual.page(note: note)
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }
}
