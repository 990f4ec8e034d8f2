/// Completion: what all candidates have in common first, then a menu of them.
extension LineEditor {
  func complete(_ engine: Engine, forwards: Bool) -> Effect {
    if var menu = validMenu {
      let (text, cursor) = menu.step(forwards: forwards)
      setText(engine, text, cursor: cursor)
      state.menu = menu
      return .refresh
    }
    state.menu = nil
    let text = engine.text
    let cursor = engine.cursor
    guard text.count <= LineEditor.liveTextLimit else { return .bell }
    let candidates = hooks.complete(String(text), Offsets.bytes(text, cursor))
    guard let first = candidates.first else { return .bell }
    if candidates.count == 1 {
      let (text, cursor) = Menu.applied(first, to: text)
      setText(engine, text, cursor: cursor)
      return .refresh
    }
    if let common = Menu.common(candidates, text, cursor) {
      setText(engine, common.text, cursor: common.cursor)
    }
    guard isPainting else {
      list(candidates, engine)
      return .refresh
    }
    state.menu = Menu(candidates, of: text, text: engine.text, cursor: engine.cursor)
    return .refresh
  }

  /// Closes the menu, and takes back the candidate that it put into the text.
  func dismiss(_ engine: Engine) -> Effect {
    if let menu = validMenu, menu.selected != nil {
      setText(engine, menu.base.text, cursor: menu.base.cursor)
    }
    state.menu = nil
    return .refresh
  }

  /// On a dumb terminal, prints the candidates once.
  private func list(_ candidates: [Candidate], _ engine: Engine) {
    let width = candidates.map { CellWidth.columns(of: $0.display) }.max() ?? 0
    let lines = candidates.map { candidate in
      let padding = String(repeating: " ", count: width - CellWidth.columns(of: candidate.display))
      return candidate.description.isEmpty
        ? "  \(candidate.display)" : "  \(candidate.display)\(padding)  \(candidate.description)"
    }
    terminal.write("\r\n" + lines.map(LineEditor.visible).joined(separator: "\r\n") + "\r\n")
    engine.redraw(isResized: false)
  }

  /// A text without what a terminal would obey.
  private static func visible(_ text: String) -> String {
    String(text.unicodeScalars.map { CellWidth.standIn($0) == nil ? $0 : "?" })
  }
}
