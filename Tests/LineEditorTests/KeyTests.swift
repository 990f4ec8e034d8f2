import TerminalKit
import Testing

@testable import LineEditor

/// From bytes to keys.
@Suite struct Keys {
  /// All keys of some bytes, given in pieces; a wait is over where nothing more comes.
  private func keys(_ pieces: [[UInt8]], hasMeta: Bool = true) -> [KeyDecoder.Key] {
    var decoder = KeyDecoder()
    decoder.hasMeta = hasMeta
    var keys: [KeyDecoder.Key] = []
    for (index, piece) in pieces.enumerated() {
      decoder.feed(piece)
      reading: while true {
        switch decoder.next() {
        case .key(let key): keys.append(key)
        case .dropped: continue
        case .empty: break reading
        case .incomplete:
          guard index == pieces.count - 1 else { break reading }
          if case .key(let key) = decoder.next(isOver: true) { keys.append(key) }
        }
      }
    }
    return keys
  }

  private func keys(_ bytes: [UInt8]) -> [KeyDecoder.Key] { keys([bytes]) }
  private func scalars(_ text: String) -> [KeyDecoder.Key] { text.unicodeScalars.map { .scalar($0) } }

  @Test func charactersOfAllLengths() {
    #expect(keys(Array("a£日🦊\r\u{3}".utf8)) == scalars("a£日🦊\r\u{3}"))
  }

  /// What is no UTF-8 is dropped by the byte, and what follows is not lost.
  @Test(
    arguments: [
      [0xFF], [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0xA6], [0xC2],
      // A control character of C1, which is one of the editor's own keys.
      [0xC2, 0x80], [0xC2, 0x9B],
    ] as [[UInt8]])
  func invalidBytesAreDropped(_ bytes: [UInt8]) {
    #expect(keys(bytes + Array("ok".utf8)) == scalars("ok"))
    #expect(keys(bytes) == [])
  }

  @Test func sequencesAreTakenWhole() {
    #expect(keys(Array("\u{1B}[1;5Cx".utf8)) == [.sequence(Array("\u{1B}[1;5C".utf8)), .scalar("x")])
    #expect(keys(Array("\u{1B}OAx".utf8)) == [.sequence(Array("\u{1B}OA".utf8)), .scalar("x")])
    #expect(keys(Array("\u{1B}[[Ax".utf8)) == [.scalar("x")])
    #expect(keys(Array("\u{1B}]11;rgb:0/0/0\u{7}x".utf8)) == [.scalar("x")])
    #expect(keys(Array("\u{1B}P1$r0m\u{1B}\\x".utf8)) == [.scalar("x")])
    #expect(keys(Array("\u{1B}[12;40Rx".utf8)) == [.position(row: 12, column: 40), .scalar("x")])
    // One that breaks off: the byte that can't belong to it is a key again.
    #expect(keys(Array("\u{1B}[12\rx".utf8)) == [.scalar("\r"), .scalar("x")])
  }

  @Test func escapeAloneAndAsMeta() {
    #expect(keys(Array("\u{1B}".utf8)) == [.escape])
    #expect(keys(Array("\u{1B}b".utf8)) == [.meta, .scalar("b")])
    #expect(keys([Array("\u{1B}b".utf8)], hasMeta: false) == [.escape, .scalar("b")])
    #expect(keys(Array("\u{1B}\u{1B}[A".utf8)) == [.escape, .sequence(Array("\u{1B}[A".utf8))])
  }

  /// However a slow line cuts the bytes up, the keys are the same.
  @Test func piecesMakeTheSameKeys() {
    let bytes = Array("a\u{1B}[A£\u{1B}[200~日\u{1B}b🦊\u{1B}OH\u{1B}[3;9R\u{1B}]0;t\u{7}z".utf8)
    let whole = keys(bytes)
    #expect(whole.count == 11)
    #expect(keys(bytes.map { [$0] }) == whole)
    for cut in 1..<bytes.count { #expect(keys([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole) }
  }

  @Test func randomBytesNeverStopTheDecoder() {
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededRandom(seed)
      let special: [UInt8] = [0x1B, 0x5B, 0x4F, 0x5D, 0x3B, 0x52, 0xE2, 0xF0, 0x80]
      let bytes = (0..<200).map { _ in
        Bool.random(using: &random)
          ? special.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
      }
      // `ok` may be the rest of a sequence, so more of it than any sequence takes.
      let end = String(repeating: " ok", count: 4)
      #expect(keys(bytes + [0x07] + Array(end.utf8)).suffix(3) == scalars(" ok")[...], "seed \(seed)")
    }
  }

  @Test func pastesEndWhereTheyEnd() {
    let paste = Array("one\u{1B}[20\u{1B}[201~after".utf8)
    for cut in 0..<paste.count {
      var decoder = KeyDecoder()
      var text: [UInt8] = []
      decoder.feed(Array(paste[..<cut]))
      if !decoder.takePaste(into: &text) {
        decoder.feed(Array(paste[cut...]))
        let isWhole = decoder.takePaste(into: &text)
        #expect(isWhole)
      } else {
        decoder.feed(Array(paste[cut...]))
      }
      #expect(text == Array("one\u{1B}[20".utf8), "cut at \(cut)")
      let next = decoder.next()
      #expect(next == .key(.scalar("a")), "cut at \(cut)")
    }
  }

  @Test(arguments: [
    ("one\r\ntwo\rthree\nfour\r\n\n", "one\ntwo\nthree\nfour"),
    ("\u{1B}[31m\u{3}a\tb\u{7}\u{9B}c", "[31ma\tbc"), ("\r\r\n\r", ""),
    ("a\r\r\nb", "a\n\nb"), ("a\n\r\n\rb", "a\n\nb"),
  ])
  func pastedTextHasNoKeysInIt(_ pasted: String, _ text: String) {
    #expect(String(LineEditor.pasted(Array(pasted.utf8))) == text)
  }

  @Test func theTreeOfSequences() {
    var trie = KeyTrie()
    let up = KeyTrie.bytes("\\e[A")
    #expect(!trie.contains(up))
    trie.insert(up)
    trie.insert(KeyTrie.bytes("\\e[1;5C"))
    trie.insert([])
    #expect(trie.contains(up) && trie.contains(Array("\u{1B}[1;5C".utf8)))
    for other in ["", "\u{1B}", "\u{1B}[", "\u{1B}[AA", "\u{1B}[1;5", "\u{1B}[B"] {
      #expect(!trie.contains(Array(other.utf8)))
    }
  }

  @Test(
    arguments: [
      ("^A", [1]), ("^?", [0x7F]), ("\\e^M", [0x1B, 0x0D]), ("\\200", [0x80]),
      ("\\33[A", [0x1B, 0x5B, 0x41]), ("M-x", [0x1B, 0x78]),
      ("M-", [0x4D, 0x2D]), ("\\\\", [0x5C]), ("\\t", [9]), ("ab", [0x61, 0x62]), ("\\1a", [1, 0x61]),
    ] as [(String, [UInt8])])
  func keysInLibeditsNotation(_ notation: String, _ bytes: [UInt8]) {
    #expect(KeyTrie.bytes(notation) == bytes)
  }

  /// Every command has a function and a name of its own, and what keys are bound to exists.
  @Test func theTablesAgree() {
    let functions = unsafe Command.functions()
    #expect(unsafe functions.map { unsafe $0.0 } == Command.allCases)
    #expect(Set(Command.allCases.map(\.name)).count == Command.allCases.count)
    #expect(Command.cutWordBackwards.name == "editor-cut-word-backwards")
    for isVi in [true, false] {
      for isDumb in [true, false] {
        let bindings = KeyBindings.all(isVi: isVi, isDumb: isDumb)
        for binding in bindings where binding.command.hasPrefix("editor-") {
          #expect(Command.allCases.contains { $0.name == binding.command })
        }
        // A key is bound twice only where the second binding is that of a dumb terminal.
        let keys = bindings.filter { $0.maps != .viCommands }.map(\.key)
        #expect(Set(keys).count == keys.count, "\(isVi) \(isDumb)")
      }
    }
  }
}
