import Foundation
import GrammarKit

/// Writes what is made from the grammar and from the table of words into the folder Grammar.
@main
struct Main {
  static func main() throws {
    let files = try GrammarFiles.generated()
    let paths = Set(files.map(\.path))
    for folder in GrammarFiles.generatedFolders {
      let url = GrammarFiles.folder.appending(path: folder)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: url.path())
      where !paths.contains("\(folder)/\(name)") {
        try FileManager.default.removeItem(at: url.appending(path: name))
      }
    }
    for file in files {
      let url = GrammarFiles.folder.appending(path: file.path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try file.text.write(to: url, atomically: true, encoding: .utf8)
    }
    print("\(files.count) files written to Grammar")
  }
}
