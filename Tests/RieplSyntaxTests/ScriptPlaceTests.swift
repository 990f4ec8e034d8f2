import Testing

@testable import RieplSyntax

/// Errors far down in a script are shown with their own line and no other.
@Suite struct ScriptPlaceTests {
  private func render(_ text: String, _ start: Int, _ end: Int) -> [String] {
    DiagnosticRenderer.render(
      Diagnostic(.questionMark, SourceRange(start, end)), in: SourceText(text), line: nil
    ) { $0.count }
  }

  @Test(arguments: [0, 50, 99, 150, 199, 200, 1000]) func shortLines(_ before: Int) {
    let text = String(repeating: "x", count: before) + "\none two\nthree four\n"
    let start = before + 5
    #expect(render(text, start, start + 3).prefix(2) == ["  one two", "      ^^^"])
    #expect(render(text, start + 4, start + 9).prefix(2) == ["  three four", "  ^^^^^"])
    #expect(render(text, start + 10, start + 14).prefix(2) == ["  three four", "        ^^^^"])
  }

  @Test(arguments: [0, 150, 1000]) func longLines(_ before: Int) {
    func a(_ count: Int) -> String { String(repeating: "a", count: count) }
    let front = String(repeating: "x", count: before) + "\n"
    let start = front.utf8.count
    // Up to 200 bytes are shown whole, and what is longer from a little before the place.
    #expect(render(front + a(200) + "\nb", start, start + 1)[0] == "  " + a(200))
    #expect(render(front + a(201) + "\nb", start, start + 1)[0] == "  " + a(100) + "…")
    let middle = render(front + a(150) + "bcd" + a(400) + "\nb", start + 150, start + 153)
    #expect(middle[0] == "  …" + a(40) + "bcd" + a(97) + "…")
    #expect(middle[1] == "   " + String(repeating: " ", count: 40) + "^^^")
    let end = render(front + a(150) + "bcd\nb", start + 150, start + 153)
    #expect(end[0] == "  …" + a(40) + "bcd")
  }
}
