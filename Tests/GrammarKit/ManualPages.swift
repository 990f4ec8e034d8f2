import RieplPresentation
import RieplSyntax

/// Writes the manual pages riepl(1) and riepl-language(7) in mdoc.
public enum ManualPages {
  /// The options: how each is written, and what it does. A test holds them against what `riepl --help` says.
  public static let options: [(name: String, value: String?, text: String)] = [
    ("c", "STATEMENT", "A statement to run; may be given several times."),
    (
      "-data", "FILE",
      "A CSV file to load first, from its kept columns if there are any; may be given several times."
    ),
    (
      "-format", "FORM",
      "How answers are printed: table, csv, tsv, json, jsonl, markdown or html. Without it the name of --output says how."
    ),
    ("-reading", "WHEN", "When to say how a question was read: auto (on a terminal), always or never."),
    ("-color", "WHEN", "When to colour: auto (on a terminal), always or never."),
    ("-output", "FILE", "The file that takes what would be printed; it appears when all is written."),
    ("-force", nil, "Let export and save write over files that are there."),
    ("-csv-safe", nil, "Let no text in CSV and TSV be a formula to a spreadsheet."),
    (
      "-sandbox", nil,
      "Write nothing, and read only in the script's folder; --sandbox=best-effort without the kernel."
    ),
    ("-limit", "NAME=NUMBER", "A bound to lower, as in steps=1000; may be given several times."),
    ("-memory", "SIZE", "The memory that figures may take, as 256MB; what is more is put aside in TMPDIR."),
    ("-timeout", "SECONDS", "The seconds after which a run, or a line at the prompt, is stopped."),
    ("-version", nil, "Show the version, with that of the data."),
    ("-no-history", nil, "Do not keep the lines that are typed at the prompt."),
    ("h", nil, "Show help information."),
  ]

  /// Both pages: the path inside Grammar, and what belongs there.
  static func all() -> [(path: String, text: String)] {
    [("man/riepl.1", command()), ("man/riepl-language.7", language())]
  }

  private static let comment =
    ".\\\" Written by `swift run riepl-grammar` out of the tables that `help` reads.\n"

  private static func command() -> String {
    var page = ManualText(comment + ".Dd November 22, 2026\n.Dt RIEPL 1\n.Os\n")
    page.section("NAME")
    page.macro("Nm riepl")
    page.macro("Nd ask questions of public-funding figures")
    page.section("SYNOPSIS")
    for line in [
      "Nm\n.Op Ar options\n.Op Fl c Ar statement", "Nm\n.Op Ar options\n.Ar script\n.Op Fl -input Ar value",
      "Nm\n.Cm fmt\n.Op Fl -check\n.Ar script ...", "Nm\n.Cm check\n.Ar script ...",
      "Nm\n.Cm learn\n.Op Fl -check\n.Op Ar course",
    ] { page.macro(line) }
    page.section("DESCRIPTION")
    page.text(
      "riepl answers questions that read like questions, over the figures of a press release of 18 March 2008 and over "
        + "files of your own. A wrong name is never a number, arithmetic is exact, and every answer says how the question "
        + "was read and where its figures stand.")
    page.paragraph(
      "Without a script and without -c it reads standard input: a prompt at a terminal, else a script. riepl fmt puts "
        + "scripts in their canonical form, riepl check finds what is wrong with them without running them, and riepl "
        + "learn gives lessons at the prompt; with --check it tries a course. riepl-language(7) describes the language."
    )
    page.section("OPTIONS")
    page.list(
      options.map { option in
        ("Fl \(option.name)" + (option.value.map { " Ar \($0)" } ?? ""), option.text)
      })
    page.section("COMMANDS")
    page.text("Lines at the prompt and in scripts that are no questions begin with one of these words.")
    page.list(
      WordTable.entries.filter { $0.roles.contains(.command) }.map {
        ("Cm " + $0.spellings[0], sentence($0.summary))
      })
    page.section("ENVIRONMENT")
    page.list([
      (
        "Ev HOME",
        "Where the history, the place in the lessons and the settings are kept, below .local and .config."
      ),
      ("Ev XDG_CONFIG_HOME", "Where riepl/init.riepl stands, which is run at the start of a conversation."),
      ("Ev XDG_STATE_HOME", "Where riepl/history and riepl/lessons are kept."),
      ("Ev NO_COLOR", "If it is set, nothing is coloured."),
      ("Ev RIEPL_PAGER", "What shows answers that are taller than the window; empty for nothing."),
    ])
    page.section("EXIT STATUS")
    page.list([
      ("Li 0", "All is well."), ("Li 1", "A statement or a check failed, or a course has faults."),
      ("Li 2", "The command line was wrong."), ("Li 74", "Output could not be written."),
      ("Li 130", "It was interrupted."),
    ])
    page.section("EXAMPLES")
    page.literal(
      """
      riepl -c "sum allocation where year = 2009-10"
      riepl report.riepl --format json
      riepl profile.riepl --place "North East" --output profile.md
      riepl learn
      """)
    page.section("SEE ALSO")
    page.macro("Xr riepl-language 7")
    return page.finished
  }

  private static func language() -> String {
    var page = ManualText(comment + ".Dd November 22, 2026\n.Dt RIEPL-LANGUAGE 7\n.Os\n")
    page.section("NAME")
    page.macro("Nm riepl-language")
    page.macro("Nd questions of public-funding figures, in plain words")
    page.section("DESCRIPTION")
    page.text("The language on one page. It is a script, and every line of it runs.")
    page.literal(Pages.language)
    page.section("WORDS")
    page.list(
      WordTable.entries.map { entry in
        (
          "Cm " + entry.spellings.joined(separator: " , "),
          sentence(entry.summary) + " Example: \(entry.example)"
        )
      })
    page.section("CLAUSES")
    page.list(
      ClauseTable.entries.map { ("Li " + $0.form, sentence($0.summary) + " Example: \($0.example)") })
    for guide in HabitGuide.all {
      page.section(guide.topics[0].uppercased())
      page.list(guide.habits.map { ("Li " + $0.habit, $0.question) })
    }
    page.section("DIAGNOSTICS")
    page.text("help and the code shows more of each, with an example.")
    page.list(DiagnosticCatalogue.entries.map { ("Li " + $0.code.rawValue, sentence($0.title)) })
    page.section("SEE ALSO")
    page.macro("Xr riepl 1")
    return page.finished
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}

/// A page of mdoc, with all that is special in it escaped.
struct ManualText {
  private var text: String

  init(_ start: String) { text = start }

  var finished: String { text }

  mutating func section(_ title: String) { text += ".Sh \(title)\n" }

  mutating func macro(_ line: String) { text += ".\(line)\n" }

  mutating func paragraph(_ words: String) {
    text += ".Pp\n"
    self.text(words)
  }

  /// Running text: each sentence begins a line, and lines are short.
  mutating func text(_ words: String) {
    var line = ""
    func flush(_ line: inout String, _ text: inout String) {
      if !line.isEmpty { text += ManualText.escaped(line) + "\n" }
      line = ""
    }
    for word in words.split(separator: " ") {
      if line.count + word.count > 68 { flush(&line, &text) }
      line += (line.isEmpty ? "" : " ") + word
      if [".", "?", ":"].contains(String(word.suffix(1))), word.count > 1 { flush(&line, &text) }
    }
    flush(&line, &text)
  }

  /// Items with a macro as their tag.
  mutating func list(_ items: [(tag: String, words: String)]) {
    text += ".Bl -tag -width Ds\n"
    for item in items {
      // The macro's name stays as it is, and what follows is its text.
      let parts = item.tag.split(separator: " ", maxSplits: 1).map(String.init)
      let isPlain = parts[0] == "Fl" || parts[0] == "Ev"
      let argument = parts.count > 1 ? parts[1] : ""
      text +=
        ".It \(parts[0]) "
        + (isPlain
          ? argument
          : argument.split(separator: " ").map { ManualText.argument(String($0)) }.joined(separator: " "))
        + "\n"
      self.text(item.words)
    }
    text += ".El\n"
  }

  mutating func literal(_ lines: String) {
    text += ".Bd -literal -offset 2n\n"
    for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
      text += ManualText.escaped(String(line)) + "\n"
    }
    text += ".Ed\n"
  }

  /// An argument of a macro that is no macro itself.
  private static func argument(_ word: String) -> String {
    if word == "," { return "," }
    return "\\&" + escaped(word).replacing("\"", with: "\\(dq")
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'", "`", "^", "~":
        result += scalar == "'" ? "\\(aq" : scalar == "`" ? "\\(ga" : scalar == "^" ? "\\(ha" : "\\(ti"
      case _ where scalar.value > 0x7E:
        var digits = String(scalar.value, radix: 16, uppercase: true)
        while digits.count < 4 { digits = "0" + digits }
        result += "\\[u\(digits)]"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("\\(aq") ? "\\&" + result : result
  }
}
