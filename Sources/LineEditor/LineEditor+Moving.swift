/// Moving the cursor, among rows and in the history.
extension LineEditor {
  func move(_ engine: Engine, to position: Int) -> Effect {
    engine.moveCursor(to: position)
    return .refresh
  }

  func right(_ engine: Engine) -> Effect {
    let text = engine.text
    if engine.cursor < text.count { return move(engine, to: Graphemes.end(text, engine.cursor)) }
    let suggestion = suggestion()
    return suggestion.isEmpty ? .bell : insert(suggestion, engine)
  }

  func wordRight(_ engine: Engine) -> Effect {
    let text = engine.text
    if engine.cursor < text.count { return move(engine, to: Graphemes.wordEnd(text, engine.cursor)) }
    let suggestion = suggestion()
    let end = Graphemes.wordEnd(suggestion, 0)
    return end == 0 ? .bell : insert(Array(suggestion[..<end]), engine)
  }

  func rowStart(_ engine: Engine) -> Effect {
    let start = Rows.bounds(engine.text, engine.cursor).lowerBound
    return move(engine, to: start == engine.cursor ? 0 : start)
  }

  func rowEnd(_ engine: Engine) -> Effect {
    let text = engine.text
    if engine.cursor == text.count { return right(engine) }
    let end = Rows.bounds(text, engine.cursor).upperBound
    return move(engine, to: end == engine.cursor ? text.count : end)
  }

  /// To the row above or below, and at the first or last one through the history.
  func vertical(_ engine: Engine, down: Bool) -> Effect {
    if validMenu != nil { return complete(engine, forwards: down) }
    if let position = Rows.moved(engine.text, engine.cursor, down: down) { return move(engine, to: position) }
    var walk = walk(engine)
    guard let text = walk.step(older: !down, in: history.entries) else { return .bell }
    state.walk = walk
    setText(engine, text, cursor: text.count)
    return .refresh
  }

  /// To the oldest entry, or back to what was typed.
  func historyEnd(_ engine: Engine, oldest: Bool) -> Effect {
    var walk = walk(engine)
    guard let text = walk.end(oldest: oldest, in: history.entries) else { return .bell }
    state.walk = walk
    setText(engine, text, cursor: text.count)
    return .refresh
  }

  /// The walk that is under way, or a new one from what is typed.
  private func walk(_ engine: Engine) -> HistoryWalk {
    let text = engine.text
    if let walk = state.walk, walk.shown == text { return walk }
    return HistoryWalk(from: text, in: history.entries)
  }
}
