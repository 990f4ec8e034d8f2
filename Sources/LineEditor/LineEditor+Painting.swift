/// What is shown: the scene of the moment, painted where it differs from the last one.
extension LineEditor {
  /// Paints; the last picture of a text shows all of it and nothing else.
  func paint(isLast: Bool = false) {
    guard isPainting, let engine else { return }
    let size = terminal.size
    if size.columns != paintedColumns { resize(to: size.columns) }
    var scene = Scene()
    scene.prompt = state.prompt
    scene.continuationPrompt = state.continuationPrompt
    scene.text = engine.text
    scene.cursor = isLast ? scene.text.count : engine.cursor
    scene.columns = paintedColumns
    scene.height = size.rows
    scene.top = state.top
    scene.hasColour = terminal.hasColour
    scene.hasUnicode = terminal.hasUnicode
    let text = scene.text.count <= LineEditor.liveTextLimit ? String(scene.text) : nil
    let cursor = text == nil ? 0 : Offsets.bytes(scene.text, scene.cursor)
    if let search = state.search {
      if let range = search.range { scene.runs = [Scene.ScalarRun(range: range, style: .reverse)] }
    } else if let text {
      scene.runs = Scene.runs(hooks.highlight(text, isLast ? nil : cursor), scene.text)
    }
    if !isLast {
      scene.suggestion = suggestion()
      scene.lines = lines(text, cursor, size.columns)
    }
    let frame = layout.frame(scene, isLast: isLast)
    state.top = frame.top
    terminal.write(painter.paint(frame, columns: paintedColumns, always: isLast))
  }

  /// The lines under the text: a search, a menu, or a hint.
  private func lines(_ text: String?, _ cursor: Int, _ columns: Int) -> (Int) -> [StyledText] {
    if let search = state.search { return { _ in [LineEditor.line(of: search)] } }
    if let menu = validMenu {
      let hasUnicode = terminal.hasUnicode
      return { menu.lines(room: $0, columns: columns, hasUnicode: hasUnicode) }
    }
    guard let text, let hint = hooks.hint(text, cursor) else { return { _ in [] } }
    return { _ in [hint] }
  }

  private static func line(of search: HistorySearch) -> StyledText {
    let place: StyledText.Piece
    if search.pattern.isEmpty {
      place = .init("")
    } else if search.matches.isEmpty {
      place = .init("  no match", .red)
    } else {
      place = .init("  match \(search.index + 1)/\(search.matches.count)", .grey)
    }
    return StyledText(.init("search: ", .cyan), .init(search.pattern), place)
  }

  /// What might follow the text: only where grey can tell it from what was typed, and the cursor is at the
  /// end.
  func suggestion() -> [Unicode.Scalar] {
    guard isPainting, terminal.hasColour, state.search == nil, validMenu == nil, let engine else { return [] }
    let text = engine.text
    guard engine.cursor == text.count, text.count <= LineEditor.liveTextLimit else { return [] }
    return (hooks.suggest(String(text)) ?? "").unicodeScalars.filter { $0 == "\n" || $0.value >= 0x20 }
  }

  /// The menu, if it belongs to the text as it is: keys may come in bursts, without a picture between them.
  var validMenu: Menu? {
    guard let menu = state.menu, let engine, menu.cursor == engine.cursor, menu.text == engine.text else {
      return nil
    }
    return menu
  }

  /// Before waiting: forgets what is out of date, and takes note of the text.
  func settle() {
    guard let engine else { return }
    if validMenu == nil { state.menu = nil }
    state.undo.record(engine.text, engine.cursor)
  }

  // MARK: Windows of another width

  /// Finds out where the picture begins after the window has changed its width.
  ///
  /// Some terminals wrap their rows anew, some cut them off. Where that makes a difference the terminal is
  /// asked once where its cursor is.
  private func resize(to columns: Int) {
    var columns = columns
    for _ in 0..<4 {
      let places = painter.resized(columns: columns)
      if painter.painted.isEmpty || places.reflowedRow == places.keptRow {
        painter.moved(toRow: places.keptRow)
        break
      }
      if reflows == nil, places.reflowedColumn != places.keptColumn {
        let column = cursorColumn()
        let now = terminal.size.columns
        if now != columns {
          columns = now
          continue
        }
        if column == places.reflowedColumn { reflows = true }
        if column == places.keptColumn { reflows = false }
        // A terminal that does not answer is not asked again.
        if column == nil { reflows = !terminal.keepsRows }
      }
      painter.moved(toRow: reflows ?? !terminal.keepsRows ? places.reflowedRow : places.keptRow)
      break
    }
    paintedColumns = columns
  }

  /// Asks the terminal for the column of its cursor; nil where it does not answer soon.
  private func cursorColumn() -> Int? {
    terminal.write("\u{1B}[6n")
    var bytes: [UInt8] = []
    defer { decoder.feed(bytes) }
    for _ in 0..<8 {
      guard Descriptor.wait(terminal.input, -1, milliseconds: 150).input,
        let more = Descriptor.read(terminal.input, limit: 1 << 12), !more.isEmpty
      else { return nil }
      bytes += more
      // The answer may stand among keys, which are left for later.
      for start in bytes.indices where bytes[start] == 0x1B {
        var answer = KeyDecoder()
        answer.feed(Array(bytes[start...].prefix(16)))
        if case .key(.position(_, let column)) = answer.next() {
          let end = bytes[start...].firstIndex(of: UInt8(ascii: "R")) ?? start
          bytes.removeSubrange(start...end)
          return column - 1
        }
      }
    }
    return nil
  }
}
