import Foundation
import RieplConsole
import RieplEngine
import RieplSyntax
import Testing

/// Conversations kept as files. To accept what is answered now: RIEPL_RECORD=1 swift test --filter Cases
@Suite struct Cases {
  @Test(arguments: try! Transcript.files(in: "Cases", ending: "case"))
  func conversation(_ url: URL) throws { try Cases.check(url) }

  /// One file a diagnostic: the smallest programs that cause it.
  @Test(arguments: try! Transcript.files(in: "Errors", ending: "case"))
  func diagnostic(_ url: URL) throws {
    try Cases.check(url)
    let code = try #require(DiagnosticCode(rawValue: String(url.lastPathComponent.prefix { $0 != "-" })))
    let transcript = try Transcript(contentsOf: url)
    for exchange in transcript.exchanges where !exchange.statement.hasPrefix("let ") {
      let found = try Cases.codes(exchange.statement, after: transcript)
      #expect(
        found.isEmpty || found == [code],
        "\(url.lastPathComponent):\(exchange.line): \(found) for \(exchange.statement)")
    }
  }

  static func check(_ url: URL) throws {
    let transcript = try Transcript(contentsOf: url)
    let replayed = try transcript.replayed()
    if Transcript.isRecording {
      try replayed.text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    for (expected, found) in zip(transcript.exchanges, replayed.exchanges) {
      #expect(
        Transcript.trimmed(expected.output) == Transcript.trimmed(found.output),
        "\(url.lastPathComponent):\(expected.line): \(expected.statement)")
    }
    #expect(!transcript.exchanges.isEmpty)
  }

  /// The codes of the errors that a statement gives, after the definitions of its file.
  static func codes(_ statement: String, after transcript: Transcript) throws -> [DiagnosticCode] {
    let conversation = try Conversation(full: false)
    for exchange in transcript.exchanges where exchange.statement.hasPrefix("let ") {
      _ = try conversation.ask(exchange.statement)
    }
    let count = conversation.session.errorCount
    _ = try conversation.ask(statement)
    guard conversation.session.errorCount > count, let found = conversation.session.lastDiagnostic else {
      return []
    }
    return [found.code]
  }
}

/// The tables' own examples.
@Suite struct Examples {
  @Test(arguments: WordTable.entries.map(\.example) + ClauseTable.entries.map(\.example))
  func runs(_ example: String) throws {
    // Lessons need a terminal, and are tested at one.
    if example == "learn" { return }
    let conversation = try Conversation()
    if example.hasPrefix("then") || example.hasPrefix("why") {
      _ = try conversation.ask("allocation by region")
    }
    if example.hasPrefix("it") { _ = try conversation.ask("sum allocation") }
    if example == "undo" { _ = try conversation.ask("let the North = North East, North West") }
    var example = example
    let spending = "region,year,amount (£)\nLondon,2009-10,12.50\nLeeds,2009-10,7.50\n"
    if example.hasPrefix("describe") {
      let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".csv")
      try spending.write(to: file, atomically: true, encoding: .utf8)
      _ = try conversation.ask("load \"\(file.path())\" as spending")
    }
    if let quote = example.firstIndex(of: "\""),
      ["run", "save", "export", "load"].contains(where: { example.hasPrefix($0) })
    {
      // A file of an example stands in a folder of its own.
      let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      example.insert(contentsOf: folder.path() + "/", at: example.index(after: quote))
      let file = folder.appending(path: "brief.riepl")
      try "sum allocation\n".write(to: file, atomically: true, encoding: .utf8)
      try spending.write(
        to: folder.appending(path: "spending.csv"), atomically: true, encoding: .utf8)
      if example.hasPrefix("save") { _ = try conversation.ask("sum allocation") }
    }
    let output = try conversation.ask(example)
    #expect(conversation.session.errorCount == 0, "\(example)\n\(output)")
  }

  @Test(arguments: DiagnosticCatalogue.entries.filter { !$0.example.isEmpty })
  func fails(_ entry: DiagnosticEntry) throws {
    #expect(
      try Cases.codes(entry.example, after: Transcript(URL(filePath: "/"), "")) == [entry.code],
      "\(entry.example)")
  }

  /// Every kind of error has its file in the gallery, or can't be caused by a statement over the embedded data.
  @Test func galleryIsWhole() throws {
    let files = try Transcript.files(in: "Errors", ending: "case").map {
      String($0.lastPathComponent.prefix { $0 != "-" })
    }
    for code in DiagnosticCode.allCases where !DiagnosticCatalogue.entry(code).example.isEmpty {
      #expect(files.contains(code.rawValue), "Tests/Errors has no file for \(code.rawValue)")
    }
  }

  @Test func catalogueIsSortedAndWhole() {
    let codes = DiagnosticCatalogue.entries.map { Int($0.code.rawValue.dropFirst()) ?? 0 }
    #expect(codes == codes.sorted())
    #expect(Set(DiagnosticCatalogue.entries.map(\.code)) == Set(DiagnosticCode.allCases))
  }
}
