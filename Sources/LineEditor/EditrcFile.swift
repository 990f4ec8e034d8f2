internal import CEditLine
internal import Glibc

/// A person's `.editrc`: commands of libedit, such as `bind -v`, each maybe for one program only.
///
/// It is read in two parts. `bind -v` and `bind -e` empty all key maps, so they come first, then the editor's
/// own keys, then all other lines: what a person binds wins.
struct EditrcFile {
  /// Lines that choose between vi's and emacs' keys, in words.
  private(set) var modeLines: [[String]] = []
  /// All others.
  private(set) var otherLines: [[String]] = []
  /// What might be keys among their words.
  private(set) var keys: [String] = []

  /// More than this is not read.
  private static let byteLimit = 64 * 1024

  /// The file that EDITRC names, or `.editrc` in the home folder; empty where there is none.
  static func standard() -> EditrcFile {
    let home = Terminal.variable("HOME").map { $0 + "/.editrc" }
    guard let path = Terminal.variable("EDITRC") ?? home else { return EditrcFile("") }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return EditrcFile("") }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let bytes = Descriptor.read(descriptor, limit: byteLimit)
    else { return EditrcFile("") }
    return EditrcFile(String(decoding: bytes, as: UTF8.self))
  }

  /// Takes a text apart.
  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.isEmpty || line.first == "#" { continue }
      let words = EditrcFile.words(String(line))
      guard let first = words.first else { continue }
      let isBind = (first.split(separator: ":").last ?? "") == "bind"
      if isBind, words.count == 2, words[1] == "-v" || words[1] == "-e" {
        modeLines.append(words)
      } else {
        otherLines.append(words)
        if isBind { keys += words.dropFirst() }
      }
    }
  }

  /// The words of a line, by libedit's rules of quoting.
  private static func words(_ line: String) -> [String] {
    guard let tokenizer = unsafe tok_winit(nil) else { return [] }
    defer { unsafe tok_wend(tokenizer) }
    var count: Int32 = 0
    var words: UnsafeMutablePointer<UnsafePointer<wchar_t>?>?
    let status = unsafe Engine.wide(line).withUnsafeBufferPointer {
      unsafe tok_wstr(tokenizer, $0.baseAddress, &count, &words)
    }
    guard status == 0, let words = unsafe words else { return [] }
    return (0..<Int(count)).compactMap { index in
      guard let word = unsafe words[index] else { return nil }
      let buffer = unsafe UnsafeBufferPointer(start: word, count: wcslen(word))
      return unsafe String(buffer.compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) })
    }
  }
}
