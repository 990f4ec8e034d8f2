import Testing

@testable import RieplSyntax

/// What stands around the statements of a script, in its one form.
@Suite struct ScriptFormatterTests {
  private func lines(_ bytes: [UInt8]) -> String { ScriptFormatter(SourceText(bytes: bytes)).text }

  /// The line that names the interpreter stays, and nothing else of the text is taken for it.
  @Test(arguments: [
    ("#!/usr/bin/riepl\nsum allocation", "#!/usr/bin/riepl\n"), ("#!riepl  \t\r\n5", "#!riepl\n"),
    ("#!x\r5", "#!x\n"), ("#!", "#!\n"), ("# !x\n5", ""), ("", ""), ("5", ""), ("5\n#!x", ""),
    ("abc#!x", ""), (" #!x", ""),
  ])
  func interpreter(_ text: String, _ kept: String) {
    #expect(lines(Array(text.utf8)) == kept)
    // A mark of the order of bytes in front is no part of the text.
    #expect(lines([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == kept)
  }

  @Test(arguments: [
    ("a", "a"), (" a", "a"), ("a ", "a"), ("  a  b  ", "a  b"), ("\ta\t", "a"),
    ("\u{A0}a\u{A0}", "a"), (" \t\u{A0}a\u{A0}\t ", "a"), (" ", ""), ("", ""), ("\n a\n", "\n a\n"),
  ])
  func trims(_ text: String, _ trimmed: String) { #expect(ScriptFormatter.trimmed(text) == trimmed) }

  /// Comments and blank lines between two statements: one blank line in a row, and none at the ends.
  @Test(arguments: [
    ("\n", "5\n6\n"), ("\n\n", "5\n\n6\n"), ("\n\n\n\n", "5\n\n6\n"), ("\r\n\r\n", "5\n\n6\n"),
    ("\r\r", "5\n\n6\n"), ("  # five \n", "5  # five\n6\n"), (" # a\n# b\n", "5  # a\n# b\n6\n"),
    ("\n  # b\t\n", "5\n# b\n6\n"), ("\n\n# b\n\n\n# c\n", "5\n\n# b\n\n# c\n6\n"),
    ("\n# b\n\n", "5\n# b\n\n6\n"), ("\n \t\n", "5\n\n6\n"),
  ])
  func gaps(_ gap: String, _ text: String) {
    var formatter = ScriptFormatter(SourceText(""))
    formatter.add(statement: "5", comments: [])
    formatter.add(gap: gap, afterStatement: true)
    formatter.add(statement: "6", comments: [])
    #expect(formatter.text == text)
  }

  @Test func beforeTheFirstStatement() {
    var formatter = ScriptFormatter(SourceText("#!x\n\n# first\n5"))
    formatter.add(gap: "\n\n# first\n", afterStatement: false)
    formatter.add(statement: "5", comments: ["# inside", "# again"])
    #expect(formatter.text == "#!x\n\n# first\n# inside\n# again\n5\n")
    var empty = ScriptFormatter(SourceText(""))
    empty.add(gap: "\n\n", afterStatement: false)
    #expect(empty.text == "")
    empty.add(gap: "# alone", afterStatement: false)
    #expect(empty.text == "# alone\n")
  }
}
