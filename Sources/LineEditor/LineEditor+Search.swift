/// Searching the history: the keys go to the pattern until one of them does something else.
extension LineEditor {
  func search(_ engine: Engine, older: Bool) -> Effect {
    let before = (text: engine.text, cursor: engine.cursor)
    state.menu = nil
    state.search = HistorySearch()
    defer { state.search = nil }
    // What was searched for is shown, so nothing here is an effect of its own.
    while let key = nextKey() {
      switch key {
      case 0x12: step(older: true)
      case 0x13: step(older: false)
      case 0x08, 0x7F: setPattern(engine, String(pattern.dropLast()), before.text)
      case 0x07, 0x03:
        setText(engine, before.text, cursor: before.cursor)
        return .refresh
      case Engine.VirtualKey.escape, Engine.VirtualKey.dismiss: return .refresh
      default:
        guard key >= 0x20, !(0x7F..<0xA0).contains(key), let scalar = Unicode.Scalar(UInt32(bitPattern: key))
        else {
          // Any other key ends the search and does what it always does.
          queue.insert(key, at: 0)
          return .refresh
        }
        setPattern(engine, pattern + String(scalar), before.text)
      }
      showMatch(engine, before.text)
    }
    return .end
  }

  private var pattern: String { state.search?.pattern ?? "" }

  private func setPattern(_ engine: Engine, _ pattern: String, _ text: [Unicode.Scalar]) {
    state.search?.setPattern(pattern, in: history.entries)
  }

  private func step(older: Bool) {
    if state.search?.step(older: older) != true { terminal.write("\u{7}") }
  }

  /// Puts the match into the text, with the cursor at what was searched for; without one, the text from
  /// before.
  private func showMatch(_ engine: Engine, _ before: [Unicode.Scalar]) {
    let match = state.search?.match.map { Array($0.unicodeScalars) } ?? before
    setText(engine, match, cursor: state.search?.range?.lowerBound ?? match.count)
  }
}
