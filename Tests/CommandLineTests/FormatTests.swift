import Foundation
import Testing

/// The forms of answers, read back by other readers.
@Suite struct Formats {
  /// Rows of fields as RFC 4180 has them; nil where the text is not such a file.
  static func csv(_ text: String) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        scalars.removeFirst()
        field.unicodeScalars.append(scalar)
      case "\"" where isQuoted: isQuoted = false
      case _ where isQuoted: field.unicodeScalars.append(scalar)
      case "\"" where field.isEmpty: isQuoted = true
      case "\"": return nil
      case ",":
        row.append(field)
        field = ""
      case "\r":
        guard scalars.popFirst() == "\n" else { return nil }
        rows.append(row + [field])
        (row, field) = ([], "")
      case "\n": return nil
      default: field.unicodeScalars.append(scalar)
      }
    }
    return isQuoted || !field.isEmpty || !row.isEmpty ? nil : rows
  }

  @Test(arguments: [
    ("sum allocation in 2009-10", [["sum allocation (£)"], ["67500000"]]),
    (
      "sum allocation by region top 2",
      [["region", "sum allocation (£)"], ["South East", "26604028"], ["North West", "22025278"]]
    ),
    (
      "allocation East Midlands",
      [
        ["year", "allocation East Midlands (£)", "notes"], ["2008-09", "5302778", "n1"],
        ["2009-10", "7158750", ""],
        ["2010-11", "7158750", ""],
      ]
    ),
    ("3% + 2 points", nil), ("5 / 3", nil),
  ])
  func csvValues(_ question: String, _ expected: [[String]]?) throws {
    let run = try riepl("-c", question, "--format", "csv")
    #expect(run.exited(0) && run.errors.isEmpty, "\(run)")
    let rows = try #require(Formats.csv(run.outputText), "not RFC 4180: \(run)")
    #expect(Set(rows.map(\.count)).count == 1, "ragged: \(run)")
    if let expected { #expect(rows == expected, "\(run)") }
  }

  @Test func csvAddsUp() throws {
    let run = try riepl("-c", "allocation", "--format", "csv")
    let rows = try #require(Formats.csv(run.outputText), "\(run)")
    #expect(rows.first?.prefix(3) == ["region", "year", "allocation (£)"], "\(run)")
    #expect(
      rows.count == 28 && rows.dropFirst().compactMap { Int($0[2]) }.reduce(0, +) == 185_000_001, "\(run)")
  }

  /// The value of a path of keys and numbers.
  static func value(_ json: Any?, _ path: [Any]) -> Any? {
    path.reduce(json) { value, key in
      if let key = key as? String { return (value as? [String: Any])?[key] }
      guard let list = value as? [Any], let index = key as? Int, list.indices.contains(index) else {
        return nil
      }
      return list[index]
    }
  }

  @Test(arguments: [
    ("sum allocation", "185000001", "GBP", "£185,000,001"),
    ("sum efficiency", "4900000000", "GBP", "£4,900m"),
    ("count regions", "9", nil, "9"),
    ("5 / 3", "5/3", nil, nil),
    ("gain rate", "0.03", nil, nil),
  ])
  func jsonValues(_ question: String, _ exact: String, _ unit: String?, _ text: String?) throws {
    let run = try riepl("-c", question, "--format", "json")
    #expect(run.exited(0) && run.errors.isEmpty && run.outputText.hasSuffix("}\n"), "\(run)")
    let answer = try JSONSerialization.jsonObject(with: Data(run.output))
    let cell = Formats.value(answer, ["rows", 0, "values", 0])
    #expect(Formats.value(cell, ["exact"]) as? String == exact, "\(run)")
    if let unit { #expect(Formats.value(cell, ["unit"]) as? String == unit, "\(run)") }
    if let text { #expect(Formats.value(cell, ["text"]) as? String == text, "\(run)") }
    #expect(Formats.value(answer, ["question"]) as? String == question, "\(run)")
  }

  @Test func jsonCarriesKeysNotesAndSources() throws {
    let run = try riepl("-c", "allocation East Midlands 2008-09", "--format", "json")
    let answer = try JSONSerialization.jsonObject(with: Data(run.output))
    #expect(Formats.value(answer, ["rows", 0, "values", 0, "exact"]) as? String == "5302778", "\(run)")
    #expect(Formats.value(answer, ["rows", 0, "values", 0, "notes"]) as? [String] == ["n1"], "\(run)")
    #expect(
      (Formats.value(answer, ["notes", 0, "text"]) as? String)?.contains("held back") == true, "\(run)")
    #expect(Formats.value(answer, ["sources", 0, "date"]) as? String == "2008-03-18", "\(run)")
  }

  /// Several answers are one list, also when one of the statements fails; a single `-c` stands alone.
  @Test(arguments: [
    (["-c", "5", "-c", "6"], 0, ["5", "6"]),
    (["-c", "5", "-c", "nonsense", "-c", "6"], 1, ["5", "6"]),
    (["-c", "nonsense", "-c", "rubbish"], 1, []),
    (["-c", "let five = 5", "-c", "five"], 0, ["5"]),
  ])
  func jsonLists(_ arguments: [String], _ status: Int, _ values: [String]) throws {
    let run = try Riepl(arguments + ["--format", "json"]).run()
    #expect(run.exited(Int32(status)), "\(run)")
    let answers = try #require(JSONSerialization.jsonObject(with: Data(run.output)) as? [Any], "\(run)")
    let found = answers.map { Formats.value($0, ["rows", 0, "values", 0, "exact"]) as? String }
    #expect(found == values, "\(run)")
  }

  @Test(arguments: ["5\n6\n", "5\n", ""]) func jsonOfAScriptIsAList(_ script: String) throws {
    let run = try riepl("--format", "json", input: script)
    let answers = try #require(JSONSerialization.jsonObject(with: Data(run.output)) as? [Any], "\(run)")
    #expect(run.exited(0) && answers.count == script.filter { $0 == "\n" }.count, "\(run)")
  }

  /// In lines of JSON each row says which answer it is of, and totals say that they are totals.
  @Test func jsonLines() throws {
    let run = try riepl(
      "-c", "sum allocation in 2009-10", "-c", "nonsense", "-c", "rank efficiency by region top 2 with total",
      "--format", "jsonl")
    #expect(run.exited(1), "\(run)")
    let lines = try run.outputText.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8))
    }
    func all(_ path: [Any]) -> [String] {
      lines.map { Formats.value($0, path).map { "\($0)" } ?? "-" }
    }
    #expect(all(["answer"]) == ["1", "2", "2", "2"], "\(run)")
    #expect(lines.map { Formats.value($0, ["total"]) as? Bool } == [false, false, false, true], "\(run)")
    #expect(lines.map { Formats.value($0, ["rank"]) as? Int } == [nil, 1, 2, nil], "\(run)")
    #expect(
      lines.map { Formats.value($0, ["key", "region"]) as? String } == [nil, "London", "North West", nil],
      "\(run)")
    #expect(
      all(["values", 0, "exact"]) == ["67500000", "866000000", "753000000", "1619000000"], "\(run)")
    #expect(Set(lines.map { ($0 as? [String: Any])?.keys.sorted() ?? [] }).count == 1, "\(run)")
  }

  @Test func tabSeparated() throws {
    let run = try riepl("-c", "sum allocation by region top 2", "-c", "5", "--format", "tsv")
    #expect(
      run.outputText
        == "region\tsum allocation (£)\nSouth East\t26604028\nNorth West\t22025278\n\n5\n5\n", "\(run)")
  }

  /// A document has the reading and the source when they are asked for, and the notes in any case.
  @Test(arguments: [(["--reading", "always"], true), ([], false)])
  func markdown(_ options: [String], _ isFull: Bool) throws {
    let run = try Riepl(["-c", "sum allocation", "-c", "5", "--format", "markdown"] + options).run()
    let table = "| sum allocation \\[note 1\\] |\n|---:|\n| £185,000,001 |\n\n- \\[note 1\\] For 08/09"
    #expect(run.exited(0) && run.outputText.contains(table), "\(run)")
    #expect(
      run.outputText.hasPrefix("→ ") == isFull && run.outputText.contains("- Source: ") == isFull, "\(run)")
    #expect(run.outputText.hasSuffix("\n\n| 5 |\n|---:|\n| 5 |\n"), "\(run)")
  }

  /// Piped, a table is the answer with its marks and notes; `always` adds the reading and the source.
  @Test(arguments: [
    (["--format", "table"], false), (["--reading", "auto"], false), (["--reading", "never"], false),
    (["--reading", "always"], true), (["--reading=always", "--format=table"], true),
  ])
  func readings(_ options: [String], _ isFull: Bool) throws {
    let run = try Riepl(["-c", "sum allocation in 2008-09"] + options).run()
    #expect(
      run.exited(0) && run.outputText.contains("£50,000,001 ") && run.outputText.contains("[note 1]"),
      "\(run)")
    #expect(run.outputText.hasPrefix("→ ") == isFull, "\(run)")
    #expect(run.outputText.contains("Source:") == isFull, "\(run)")
    #expect(run.outputText.contains("(£50.0m)") == isFull, "\(run)")
  }

  @Test func neverColouredWhenPiped() throws {
    for options in [[], ["--color", "auto"], ["--color", "never"]] {
      let run = try Riepl(["-c", "sum allocation", "-c", "nonsense", "--reading", "always"] + options).run()
      #expect(run.exited(1) && !run.output.contains(0x1B) && !run.errors.contains(0x1B), "\(run)")
    }
  }

  @Test func colouredWhenAsked() throws {
    let plain = try riepl("-c", "sum allocation", "-c", "nonsense", "--reading", "always")
    var program = Riepl("-c", "sum allocation", "-c", "nonsense", "--reading", "always", "--color", "always")
    program.environment = ["NO_COLOR": "1"]
    let run = try program.run()
    #expect(run.output.contains(0x1B) && run.errors.contains(0x1B), "\(run)")
    // Without the colours it is the same text.
    func stripped(_ text: String) -> String { text.replacing(/\u{1B}\[[0-9;]*m/, with: "") }
    #expect(stripped(run.outputText) == plain.outputText, "\(run)")
    #expect(stripped(run.errorText) == plain.errorText, "\(run)")
  }
}
