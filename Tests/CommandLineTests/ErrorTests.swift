import Foundation
import Testing

/// What is said when a statement has an error, and which texts are refused.
@Suite struct Errors {
  @Test(arguments: ["sum allocation for Noth East", "sum alocation", "allocation East", "£5 + 3%", "it / 2"])
  func noFigureAndACaret(_ statement: String) throws {
    let run = try riepl("-c", statement)
    #expect(run.exited(1) && run.output.isEmpty, "\(run)")
    let lines = run.errorText.split(separator: "\n")
    #expect(lines.count == 3 && lines[0] == "  " + statement, "\(run)")
    #expect(lines[1].contains("^") && lines[1].allSatisfy { $0 == " " || $0 == "^" }, "\(run)")
    #expect(lines.last?.last == "." || lines.last?.last == "?", "\(run)")
  }

  @Test func everyErrorOfAScriptIsReported() throws {
    let run = try riepl(
      script: """
        5 + 5
        sum alocation
        # a comment

        efficiency by
          regoin
        6 + 6
        sum allocation for North

        """)
    #expect(run.exited(1) && run.outputText == "10\n12\n", "\(run)")
    let places = run.errorText.split(separator: "\n").filter { $0.hasPrefix("script.riepl:") }
    #expect(places == ["script.riepl:2: [E20]", "script.riepl:6: [E20]", "script.riepl:8: [E21]"], "\(run)")
  }

  @Test func linesCountAlikeWhateverEndsThem() throws {
    for end in ["\n", "\r\n", "\r"] {
      let run = try riepl(script: ["5", "", "# six", "sum alocation", "7"].joined(separator: end))
      #expect(run.exited(1) && run.outputText == "5\n7\n", "\(end.debugDescription): \(run)")
      #expect(run.errorText.hasPrefix("script.riepl:4: "), "\(end.debugDescription): \(run)")
    }
  }

  @Test func standardInputHasAName() throws {
    let run = try riepl(input: "5\nnonsense\n")
    #expect(
      run.exited(1) && run.outputText == "5\n" && run.errorText.hasPrefix("standard input:2: "), "\(run)")
  }

  @Test func answersAndErrorsKeepTheirOrder() throws {
    var program = Riepl("-c", "5", "-c", "nonsense", "-c", "6")
    let pipe = try ClosedPipe()
    program.outputHandle = pipe.writing
    program.errorHandle = pipe.writing
    _ = try program.run()
    try pipe.writing.close()
    let text = String(decoding: try pipe.reading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(text.hasPrefix("5\n") && text.hasSuffix("\n6\n") && text.contains("^"), "\(text)")
  }

  @Test(arguments: [
    "\u{FEFF}sum allocation in 2009-10", "#!/usr/bin/env riepl\nsum allocation in 2009-10",
    "\u{FEFF}#!/usr/bin/env riepl\r\nsum allocation\r\n  in 2009-10\r\n",
    "sum allocation in\r\n\t2009-10\r\n",
    "sum\u{A0}allocation in 2009–10", "# ünïcode ✓ 🙂\nsum allocation in 2009-10",
  ])
  func acceptedTexts(_ script: String) throws {
    let run = try riepl(script: script)
    #expect(run.exited(0) && run.outputText == "£67,500,000\n", "\(script.debugDescription): \(run)")
  }

  static let hidden: [(String, String)] = [
    ("\u{202E}", "U+202E"), ("\u{2066}", "U+2066"), ("\u{200B}", "U+200B"), ("\u{200E}", "U+200E"),
    ("\u{E0041}", "U+E0041"), ("\u{FEFF}", "U+FEFF"), ("\u{0}", "U+0000"), ("\u{1B}", "U+001B"),
    ("\u{7}", "U+0007"), ("\u{7F}", "U+007F"), ("\u{9B}", "U+009B"), ("\u{AD}", "U+00AD"),
  ]

  /// Characters that can't be seen are refused in code, in quotes and in comments alike.
  @Test(arguments: hidden) func hiddenCharacters(_ character: String, _ name: String) throws {
    for line in [
      "sum \(character)allocation", "sum allocation for \"Lon\(character)don\"", "5 # \(character)",
    ] {
      let run = try riepl(script: "6\n" + line + "\n7\n")
      #expect(run.exited(1) && run.outputText == "6\n7\n", "\(line.debugDescription): \(run)")
      #expect(
        run.errorText.hasPrefix("script.riepl:2: [E02]") && run.errorText.contains("(\(name))"), "\(run)")
      #expect(!run.errorText.contains(character), "it reaches the terminal: \(run)")
    }
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
      [0xF4, 0x90, 0x80, 0x80],
    ] as [[UInt8]])
  func invalidUTF8(_ bytes: [UInt8]) throws {
    for (front, back) in [("sum allocation ", ""), ("sum allocation for \"", "\""), ("5 # ", "")] {
      let run = try riepl(script: Array("6\n\(front)".utf8) + bytes + Array("\(back)\n7\n".utf8))
      #expect(run.exited(1) && run.outputText == "6\n7\n", "\(bytes) after \(front): \(run)")
      #expect(run.errorText.hasPrefix("script.riepl:2: [E01]"), "\(bytes) after \(front): \(run)")
      #expect(run.errorText.contains("byte \(2 + front.utf8.count)."), "\(bytes) after \(front): \(run)")
    }
  }

  @Test func utf16IsRefused() throws {
    let script = "sum allocation\n".data(using: .utf16LittleEndian) ?? Data()
    let run = try riepl(script: [0xFF, 0xFE] + Array(script))
    #expect(run.exited(1) && run.output.isEmpty, "\(run)")
  }
}
