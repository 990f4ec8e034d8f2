import Foundation
import RieplConsole
import RieplData
import RieplEngine
import RieplSyntax

/// A file of a conversation: comments, questions behind `riepl> `, and under each what was answered.
///
/// `---` on a line of its own starts afresh, without definitions and without a last question.
struct Transcript {
  /// A question with the lines that belong to it.
  struct Exchange {
    var statement: String
    var output: String
    /// The number of the question's line.
    var line: Int
  }

  enum Piece {
    /// Comments, blank lines and `---`, as they stand.
    case text(String)
    case exchange(Exchange)
  }

  var url: URL
  var pieces: [Piece] = []

  init(contentsOf url: URL) throws {
    self.init(url, try String(contentsOf: url, encoding: .utf8))
  }

  init(_ url: URL, _ text: String) {
    self.url = url
    var open: Exchange?
    func isText(_ line: String) -> Bool { line.hasPrefix("#") || line == "---" }
    for (number, line) in text.components(separatedBy: "\n").enumerated() {
      if line.hasPrefix("riepl> ") {
        if let exchange = open { pieces.append(.exchange(exchange)) }
        open = Exchange(statement: String(line.dropFirst(7)), output: "", line: number + 1)
      } else if line.hasPrefix("  ...> "), open != nil {
        open?.statement += "\n " + line.dropFirst(7)
      } else if isText(line) {
        if let exchange = open { pieces.append(.exchange(exchange)) }
        open = nil
        pieces.append(.text(line))
      } else if open != nil {
        open?.output += line + "\n"
      } else if !line.isEmpty {
        pieces.append(.text(line))
      } else if case .text("")? = pieces.last {
        continue
      } else {
        pieces.append(.text(""))
      }
    }
    if let exchange = open { pieces.append(.exchange(exchange)) }
  }

  var exchanges: [Exchange] {
    pieces.compactMap { if case .exchange(let exchange) = $0 { exchange } else { nil } }
  }

  /// The same conversation with the answers that are given now.
  func replayed(in given: Conversation? = nil) throws -> Transcript {
    var result = self
    var conversation = try given ?? Conversation()
    for index in result.pieces.indices {
      switch result.pieces[index] {
      case .text("---"): conversation = try Conversation()
      case .text: continue
      case .exchange(var exchange):
        exchange.output = try conversation.ask(exchange.statement)
        result.pieces[index] = .exchange(exchange)
      }
    }
    return result
  }

  /// The text of the file.
  var text: String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let line): text += line + "\n"
      case .exchange(let exchange):
        text += "riepl> " + exchange.statement.replacingOccurrences(of: "\n ", with: "\n  ...> ") + "\n"
        let output = Transcript.trimmed(exchange.output)
        text += output.isEmpty ? "\n" : output + "\n\n"
      }
    }
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }

  static func trimmed(_ output: String) -> String {
    output.trimmingCharacters(in: .newlines)
  }

  /// All files of a folder of Tests with an ending.
  static func files(in folder: String, ending: String) throws -> [URL] {
    let url = Transcript.tests.appending(path: folder)
    return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == ending }.sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  /// The folder Tests.
  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// Whether answers are to be written to the files instead of being compared.
  static var isRecording: Bool { ProcessInfo.processInfo.environment["RIEPL_RECORD"] == "1" }
}

/// A session whose answers come back as text.
final class Conversation {
  private let output = MemoryOutput()
  let session: Session

  init(full: Bool = true, format: OutputFormat = .table, width: Int = 100, catalog: Catalog? = nil) throws {
    var settings = Settings()
    settings.reading = full ? .always : .never
    settings.format = format
    settings.terminalWidth = width
    session = Session(
      catalog: try catalog ?? Conversation.catalog(), settings: settings, output: output, errors: output,
      isList: false)
    // As at the prompt, where an error stands under the line that was typed.
    session.settings.usesPager = false
    session.typedIndent = 7
    session.window = { (width, 50) }
  }

  func ask(_ statement: String) throws -> String {
    try session.run(SourceText(statement))
    return Transcript.trimmed(output.take())
  }

  static func catalog() throws -> Catalog {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    return catalog
  }
}
