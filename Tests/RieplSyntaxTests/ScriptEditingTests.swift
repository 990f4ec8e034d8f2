import Testing

@testable import RieplSyntax

/// Colours and completion in texts of several lines.
@Suite struct ScriptEditingTests {
  private func classes(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Highlighter.spans(text, Fixture.vocabulary).map {
      "\($0.kind) " + String(decoding: bytes[Int($0.range.start)..<Int($0.range.end)], as: UTF8.self)
    }
  }

  private func texts(_ text: String) -> [String] {
    Completer.completions(text, at: text.utf8.count, Fixture.vocabulary).map(\.text)
  }

  /// Comments behind the last statement are comments as well.
  @Test(arguments: [
    ("# only", ["comment # only"]), ("5\n# end", ["number 5", "comment # end"]),
    ("5 # a\n# b\n\n# c", ["number 5", "comment # a", "comment # b", "comment # c"]),
    ("\n# x\n", ["comment # x"]), ("5\n\n\n", ["number 5"]), ("", []),
    ("\"a\n# x", ["comment # x"]),
  ])
  func commentsAtTheEnd(_ text: String, _ found: [String]) { #expect(classes(text) == found) }

  /// A comment ends with its line: on the next one a statement goes on.
  @Test(arguments: ["\n", "\r", "\r\n"]) func namesAreCompletedBehindComments(_ end: String) {
    #expect(texts("allocation # so far\(end) for Lon") == ["London"])
    #expect(texts("# so far\(end)allocation for Lon") == ["London"])
    #expect(texts("5 # so far\(end)allocation\(end) for Lon") == ["London"])
    #expect(texts("allocation\(end) for Lon # Lon").isEmpty)
    #expect(texts("allocation\(end)# Lon").isEmpty)
  }

  /// Behind the end of a line a new statement starts, with all that may stand there.
  @Test(arguments: ["\n", "\r", "\r\n"]) func newStatements(_ end: String) {
    let all = texts("")
    #expect(all.contains("sum") && all.contains("allocation") && !all.contains("by"))
    #expect(texts("allocation\(end)") == all && texts("5\(end)\(end)") == all && texts(end) == all)
    #expect(texts("allocation\(end) ").contains("by") && !texts("allocation\(end) ").contains("let"))
  }

  /// Official names are offered, and not what else they are called.
  @Test(arguments: [
    ("alloc", ["allocation"]), ("fund", []), ("allocation for N", ["North East", "North West"]),
    ("allocation for all r", []), ("allocation by regi", ["region"]),
  ])
  func officialNames(_ text: String, _ names: [String]) { #expect(texts(text) == names) }
}
