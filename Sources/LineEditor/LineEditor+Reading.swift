internal import Glibc

/// The reader that libedit asks for each key; whenever it is about to wait, the picture is painted.
extension LineEditor {
  /// libedit's call: one key into its memory; 1, or -1 where there will be none.
  func readKey(into key: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    if isPainting { engine?.prepareForKey() }
    guard let next = nextKey() else { return -1 }
    unsafe key?.pointee = next
    return 1
  }

  /// The next key; nil at the end of the line.
  func nextKey() -> wchar_t? {
    var isOver = false
    while state.outcome == nil {
      if !queue.isEmpty { return queue.removeFirst() }
      let isMenuOpen = validMenu != nil || state.search != nil
      let isVi = engine?.isVi ?? false
      decoder.hasMeta = !isVi
      // ESC and then a letter is Meta as well, for those who press one after the other.
      decoder.escapeDelay = isVi || isMenuOpen ? 30 : 400
      switch decoder.next(isOver: isOver) {
      case .key(let key): take(key, isMenuOpen: isMenuOpen)
      case .dropped: break
      case .incomplete(let milliseconds):
        isOver = !wait(milliseconds)
        continue
      case .empty:
        if !hasInput {
          settle()
          paint()
        }
        // Keys may have come together with the terminal's answer where its cursor is.
        if decoder.isEmpty { _ = wait(-1) }
      }
      isOver = false
    }
    return nil
  }

  private func take(_ key: KeyDecoder.Key, isMenuOpen: Bool) {
    switch key {
    case .scalar(let scalar): queue.append(wchar_t(bitPattern: scalar.value))
    case .meta: queue.append(0x1B)
    case .escape: queue.append(isMenuOpen ? Engine.VirtualKey.dismiss : Engine.VirtualKey.escape)
    case .sequence(let bytes):
      if engine?.sequences.contains(bytes) == true { queue += bytes.map { wchar_t($0) } }
    case .position: break
    }
  }

  /// Whether bytes are waiting.
  private var hasInput: Bool {
    Descriptor.wait(terminal.input, -1, milliseconds: 0).input
  }

  /// Waits for input and reads it, and does what signals and other threads ask for; false when the time was
  /// over.
  @discardableResult func wait(_ milliseconds: Int32) -> Bool {
    let ready = Descriptor.wait(terminal.input, waker.reading, milliseconds: milliseconds)
    if ready.wake { wake() }
    // What was waiting may have been read meanwhile, in front of the terminal's answer where its cursor is.
    if ready.input, state.outcome == nil, !ready.wake || hasInput {
      let bytes = Descriptor.read(terminal.input, limit: 1 << 16) ?? []
      if bytes.isEmpty { finish(.endOfInput) }
      decoder.feed(bytes)
    }
    return !ready.isNothing
  }

  /// What signals and other threads ask for.
  private func wake() {
    let (signals, messages) = waker.drain()
    for message in messages {
      switch message {
      case .print(let text): show(text)
      case .cancel: finish(.interrupted)
      case .repaint: break
      }
    }
    for signal in [SIGTERM, SIGHUP] where signals.contains(signal) { finish(.terminated(signal: signal)) }
    guard state.outcome == nil else { return }
    if signals.contains(SIGTSTP) { suspend() }
    if signals.contains(SIGCONT) { resume() }
    if signals.contains(SIGWINCH), !isPainting { engine?.redraw(isResized: true) }
    if signals.contains(SIGINT) {
      Signals.clearInterrupts()
      queue.append(3)
    }
    if isPainting { paint() }
  }

  /// Prints lines above the text.
  private func show(_ text: String) {
    let text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    if isPainting {
      terminal.write(painter.erase() + Array(text.utf8))
    } else {
      terminal.write("\r\n" + text)
      engine?.redraw(isResized: false)
    }
  }

  // MARK: Stopping and going on

  /// Gives the terminal back, stops, and goes on when the shell says so.
  func suspend() {
    if isPainting {
      paint(isLast: true)
      terminal.write("\u{1B}[?2004l")
    }
    terminal.write("\r\n")
    engine?.setEditing(false)
    CrashGuard.disarm()
    Signals.stop()
    CrashGuard.arm()
    resume()
  }

  /// Takes the terminal again, whatever has become of it meanwhile.
  private func resume() {
    engine?.setEditing(false)
    engine?.setEditing(true)
    painter.reset()
    if isPainting { terminal.write("\u{1B}[?2004h") } else { engine?.redraw(isResized: true) }
  }
}
