/// What the keys do.
extension LineEditor {
  /// Does what a key is bound to.
  func perform(_ command: Command) -> Effect {
    guard let engine else { return .bell }
    let effect = effect(of: command, engine)
    if effect == .bell { terminal.write("\u{7}") }
    return effect
  }

  private func effect(of command: Command, _ engine: Engine) -> Effect {
    switch command {
    case .enter: return enter(engine)
    case .newline: return insert(["\n"], engine)
    case .interrupt: return end(.interrupted, echo: "^C")
    case .deleteOrLeave:
      return engine.text.isEmpty ? end(.endOfInput) : delete(engine, Graphemes.end)
    case .paste: return paste(engine)
    case .suspend:
      suspend()
      return .refresh
    case .clear:
      terminal.write("\u{1B}[H\u{1B}[2J")
      painter.reset()
      return .refresh
    case .escape: return .refresh
    case .dismiss: return dismiss(engine)
    case .search: return search(engine, older: true)
    case .searchForwards: return search(engine, older: false)
    case .complete: return complete(engine, forwards: true)
    case .completeBackwards: return complete(engine, forwards: false)
    case .left: return move(engine, to: Graphemes.start(engine.text, before: engine.cursor))
    case .right: return right(engine)
    case .wordLeft: return move(engine, to: Graphemes.wordStart(engine.text, before: engine.cursor))
    case .wordRight: return wordRight(engine)
    case .rowStart: return rowStart(engine)
    case .rowEnd: return rowEnd(engine)
    case .up: return vertical(engine, down: false)
    case .down: return vertical(engine, down: true)
    case .historyStart: return historyEnd(engine, oldest: true)
    case .historyEnd: return historyEnd(engine, oldest: false)
    case .deleteBackwards: return deleteBackwards(engine)
    case .deleteForwards: return delete(engine, Graphemes.end)
    case .cutWordBackwards:
      return cut(engine, Graphemes.wordStart(engine.text, before: engine.cursor)..<engine.cursor, .before)
    case .cutWord:
      return cut(engine, engine.cursor..<Graphemes.wordEnd(engine.text, engine.cursor), .behind)
    case .cutRow: return cut(engine, Rows.killedForwards(engine.text, engine.cursor), .behind)
    case .cutRowStart: return cut(engine, Rows.killedBackwards(engine.text, engine.cursor), .before)
    case .yank: return yank(engine)
    case .yankOlder: return yankOlder(engine)
    case .transpose: return transpose(engine)
    case .undo:
      guard let before = state.undo.undo(engine.text, engine.cursor) else { return .bell }
      setText(engine, before.text, cursor: before.cursor)
      return .refresh
    }
  }

  // MARK: Ending and going on

  private func end(_ outcome: ReadOutcome, echo: String = "") -> Effect {
    finish(outcome, echo: echo)
    return .end
  }

  /// Accepts a candidate, goes on in a new row, or ends the line.
  private func enter(_ engine: Engine) -> Effect {
    if validMenu?.selected != nil {
      state.menu = nil
      return .refresh
    }
    state.menu = nil
    let text = String(engine.text)
    if let indent = hooks.continuation(text) { return insert(["\n"] + indent.unicodeScalars, engine) }
    return end(.line(text))
  }

  /// Takes in what a terminal marks as pasted. Nothing in it is a key, so no line end answers anything.
  private func paste(_ engine: Engine) -> Effect {
    var bytes: [UInt8] = []
    while !decoder.takePaste(into: &bytes), state.outcome == nil {
      // Waiting longer for the end than any terminal takes; what then follows would be keys.
      if !wait(5000) { break }
    }
    if state.outcome != nil { return .end }
    return insert(LineEditor.pasted(bytes), engine)
  }

  /// A pasted text with `\n` for line ends, without those at its end and without control characters.
  ///
  /// Line ends come as CR, LF, or both; and in the mode that libedit edits in, the terminal swaps the two.
  static func pasted(_ bytes: [UInt8]) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    var partner: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar == "\r" || scalar == "\n" {
        let isSecond = scalar == partner
        if !isSecond { scalars.append("\n") }
        partner = isSecond ? nil : scalar == "\r" ? "\n" : "\r"
        continue
      }
      partner = nil
      if scalar == "\t" || (scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value)) {
        scalars.append(scalar)
      }
    }
    while scalars.last == "\n" { scalars.removeLast() }
    return scalars
  }

  // MARK: Changing the text

  func insert(_ text: [Unicode.Scalar], _ engine: Engine) -> Effect {
    engine.insert(text)
    return .refresh
  }

  func setText(_ engine: Engine, _ text: [Unicode.Scalar], cursor: Int) {
    engine.replace(0..<engine.text.count, text)
    engine.moveCursor(to: min(cursor, text.count))
  }

  private func delete(_ engine: Engine, _ end: ([Unicode.Scalar], Int) -> Int) -> Effect {
    let cursor = engine.cursor
    let stop = end(engine.text, cursor)
    guard cursor < stop else { return .bell }
    engine.replace(cursor..<stop, [])
    return .refresh
  }

  private func deleteBackwards(_ engine: Engine) -> Effect {
    let cursor = engine.cursor
    guard cursor > 0 else { return .bell }
    engine.replace(Graphemes.start(engine.text, before: cursor)..<cursor, [])
    return .refresh
  }

  private func cut(_ engine: Engine, _ range: Range<Int>, _ side: KillRing.Side) -> Effect {
    guard !range.isEmpty else { return .bell }
    let text = engine.text
    let joins = state.lastCut == UndoStack.State(text: text, cursor: engine.cursor)
    killRing.cut(Array(text[range]), side, joins: joins)
    engine.replace(range, [])
    state.lastCut = UndoStack.State(text: engine.text, cursor: engine.cursor)
    return .refresh
  }

  private func yank(_ engine: Engine) -> Effect {
    guard let text = killRing.newest() else { return .bell }
    putBack(engine, text, in: engine.cursor..<engine.cursor)
    return .refresh
  }

  private func yankOlder(_ engine: Engine) -> Effect {
    guard let last = state.lastYank, last.state == UndoStack.State(text: engine.text, cursor: engine.cursor),
      let text = killRing.older()
    else { return .bell }
    putBack(engine, text, in: last.range)
    return .refresh
  }

  private func putBack(_ engine: Engine, _ text: [Unicode.Scalar], in range: Range<Int>) {
    engine.replace(range, text)
    let new = range.lowerBound..<range.lowerBound + text.count
    state.lastYank = (new, UndoStack.State(text: engine.text, cursor: engine.cursor))
  }

  /// Swaps the characters around the cursor, or at the end of a row those before it.
  private func transpose(_ engine: Engine) -> Effect {
    let text = engine.text
    var middle = engine.cursor
    if middle == Rows.bounds(text, middle).upperBound { middle = Graphemes.start(text, before: middle) }
    let start = Graphemes.start(text, before: middle)
    let end = Graphemes.end(text, middle)
    guard start < middle, middle < end, !text[start..<end].contains("\n") else { return .bell }
    engine.replace(start..<end, Array(text[middle..<end] + text[start..<middle]))
    return .refresh
  }
}
