internal import CEditLine
internal import Glibc

/// libedit: key maps, vi's and emacs' commands, `.editrc` and the terminal's modes.
///
/// Where we paint, what libedit draws goes to a sink; on a dumb terminal it draws itself. It keeps static
/// state, so there is one engine in a process, on one thread.
@safe final class Engine {
  /// The keys that libedit passes on as they are while the editor is awake at them. They are among C1's
  /// control characters, which the decoder lets nobody type: in no map do they insert themselves.
  enum VirtualKey {
    /// ESC alone.
    static let escape: wchar_t = 0x80
    /// ESC where a menu is open.
    static let dismiss: wchar_t = 0x81
  }

  /// Whether vi's way of editing was asked for in `.editrc`.
  private(set) var isVi = false
  /// The sequences that are bound to something.
  private(set) var sequences = KeyTrie()

  private unowned let owner: LineEditor
  private let line: OpaquePointer
  private let history: OpaquePointer?
  private let prompt = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: 1024)

  /// Starts libedit; nil where it can't, as without a terminal.
  init?(program: String, terminal: Terminal, owner: LineEditor, history entries: [String]) {
    Engine.setLocale()
    guard let sink = unsafe fopen("/dev/null", "we"),
      let line = unsafe el_init_fd(
        program, editline_standard_input(), terminal.isDumb ? editline_standard_output() : sink, sink,
        terminal.input, terminal.output, STDERR_FILENO)
    else { return nil }
    unsafe self.line = unsafe line
    self.owner = owner
    unsafe history = unsafe history_winit()
    // A terminal that is not known has been told to the sink; errors in .editrc are for the person.
    unsafe editline_set_file(line, 2, editline_standard_error())
    unsafe editline_set_client(line, Unmanaged.passUnretained(self).toOpaque())
    unsafe editline_set_number(line, EL_SIGNAL, 0)
    unsafe prompt.initialize(repeating: 0)

    unsafe editline_set_prompt(line, { unsafe Engine.of($0).prompt.baseAddress }, 1)
    unsafe editline_set_reader(line, { unsafe Engine.of($0).owner.readKey(into: $1) })
    let editrc = EditrcFile.standard()
    addFunctions()
    // libedit's own default is vi.
    unsafe Engine.wide("emacs").withUnsafeBufferPointer {
      _ = unsafe editline_set_editor(line, $0.baseAddress)
    }
    run(editrc.modeLines)
    isVi = unsafe editline_editor(line)?.pointee == wchar_t(UInt8(ascii: "v"))
    attachHistory(entries, isNeeded: isVi || terminal.isDumb)
    bind(KeyBindings.all(isVi: isVi, isDumb: terminal.isDumb))
    run(editrc.otherLines)
    for key in editrc.keys { sequences.insert(KeyTrie.bytes(key)) }
    if unsafe editline_number(line, EL_EDITMODE) == 0 { unsafe editline_set_number(line, EL_EDITMODE, 1) }
    // While a line is edited, ^C, ^Z, ^\, ^S and ^Q are keys.
    for setting in ["-isig", "-ixon"] { setMode(setting) }
  }

  deinit {
    unsafe editline_set_number(line, EL_EDITMODE, 0)
    unsafe el_end(line)
    if let history = unsafe history { unsafe history_wend(history) }
    unsafe prompt.deallocate()
  }

  /// Widths and what is printable depend on the locale, which is UTF-8 whatever the environment says.
  private static func setLocale() {
    let isSet = unsafe setlocale(LC_CTYPE, "") != nil
    let codeset = unsafe nl_langinfo(nl_item(CODESET)).map { unsafe String(cString: $0) }
    if !isSet || codeset != "UTF-8" { unsafe setlocale(LC_CTYPE, "C.UTF-8") }
  }

  /// The engine of a line that libedit calls back with.
  private static func of(_ line: OpaquePointer?) -> Engine {
    guard let client = unsafe editline_client(line) else { preconditionFailure("a line without an engine") }
    return unsafe Unmanaged<Engine>.fromOpaque(client).takeUnretainedValue()
  }

  /// Does what a key is bound to; the answer says to libedit how to go on.
  static func perform(_ command: Command, _ line: OpaquePointer?) -> UInt8 {
    UInt8(truncatingIfNeeded: unsafe of(line).owner.perform(command).code)
  }

  static func wide(_ text: String) -> [wchar_t] {
    text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  // MARK: The line

  /// Reads a line with the owner's keys; the text that stood there when reading ended.
  func read() -> [Unicode.Scalar] {
    var count: Int32 = 0
    // Each line begins with the size of the real window.
    sinkRows = 0
    guard let start = unsafe el_wgets(line, &count), count > 0 else { return [] }
    return unsafe Engine.scalars(UnsafeBufferPointer(start: start, count: Int(count)))
  }

  /// The text as it is being edited.
  var text: [Unicode.Scalar] {
    guard let info = unsafe el_wline(line) else { return [] }
    let (start, end) = unsafe (info.pointee.buffer, info.pointee.lastchar)
    guard let start = unsafe start, let end = unsafe end else { return [] }
    return unsafe Engine.scalars(UnsafeBufferPointer(start: start, count: end - start))
  }

  /// The cursor, in scalars from the start.
  var cursor: Int {
    guard let info = unsafe el_wline(line) else { return 0 }
    let (start, position) = unsafe (info.pointee.buffer, info.pointee.cursor)
    guard let start = unsafe start, let position = unsafe position else { return 0 }
    return unsafe position - start
  }

  func moveCursor(to position: Int) { unsafe el_cursor(line, Int32(clamping: position - cursor)) }

  func insert(_ text: [Unicode.Scalar]) {
    if text.isEmpty { return }
    let wide = text.map { wchar_t(bitPattern: $0.value) } + [0]
    _ = unsafe wide.withUnsafeBufferPointer { unsafe el_winsertstr(line, $0.baseAddress) }
  }

  /// The one way to change the text; the cursor is behind the new part.
  func replace(_ range: Range<Int>, _ text: [Unicode.Scalar]) {
    moveCursor(to: range.upperBound)
    if !range.isEmpty { unsafe el_deletestr(line, Int32(clamping: range.count)) }
    insert(text)
  }

  private static func scalars(_ buffer: UnsafeBufferPointer<wchar_t>) -> [Unicode.Scalar] {
    unsafe buffer.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }
  }

  // MARK: Bugs to stay clear of

  /// The columns of the window that libedit is told of where we paint: few, as a text may have many short
  /// rows.
  private static let sinkColumns = 64
  /// The most columns that libedit gives a scalar, such as `\U+FEFF`.
  private static let mostColumns = 8
  private var sinkRows = 0

  /// Before each key: keeps libedit from writing outside of its memory.
  ///
  /// vi's `$` on an empty line leaves its cursor before the text, where the next letter would be written. And
  /// it keeps a picture of its window; a text that has more rows than that takes the cursor out of it. What
  /// it draws goes to a sink, so it is told of a window that any text fits into, which is only ever made
  /// larger while a line is edited.
  func prepareForKey() {
    guard let info = unsafe el_wline(line) else { return }
    let (start, end, position) = unsafe (info.pointee.buffer, info.pointee.lastchar, info.pointee.cursor)
    guard let start = unsafe start, let end = unsafe end, let position = unsafe position else { return }
    if unsafe position < start { moveCursor(to: 0) }
    let count = unsafe end - start
    var ends = 0
    for index in 0..<count where unsafe start[index] == 0x0A { ends += 1 }
    let needed = ends + count * Engine.mostColumns / Engine.sinkColumns + 8
    guard needed > sinkRows else { return }
    sinkRows = max(256, needed + needed / 2)
    run([["settc", "co", String(Engine.sinkColumns)], ["settc", "li", String(sinkRows)]])
    unsafe editline_refresh(line)
  }

  // MARK: The terminal

  /// The terminal's mode for editing, or the one it had before.
  func setEditing(_ isOn: Bool) { unsafe editline_set_number(line, EL_PREP_TERM, isOn ? 1 : 0) }

  /// On a dumb terminal, has libedit draw the line again; never where we paint, as it can crash there.
  func redraw(isResized: Bool) {
    if isResized { unsafe el_resize(line) }
    unsafe editline_refresh(line)
  }

  private func setMode(_ setting: String) {
    unsafe Engine.wide("-d").withUnsafeBufferPointer { which in
      _ = unsafe Engine.wide(setting).withUnsafeBufferPointer { setting in
        unsafe editline_set_tty(line, which.baseAddress, setting.baseAddress)
      }
    }
  }

  // MARK: What libedit draws

  /// The prompt that libedit draws on a dumb terminal; empty where we paint.
  func setPrompt(_ text: String) {
    let scalars = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
    let wide = scalars.prefix(1023).map { wchar_t(bitPattern: $0.value) } + [0]
    for (index, scalar) in wide.enumerated() { unsafe prompt[index] = scalar }
  }

  // MARK: History

  /// libedit's own list, which vi's `/` and a dumb terminal's search look at.
  private func attachHistory(_ entries: [String], isNeeded: Bool) {
    guard let history = unsafe history, isNeeded else { return }
    var event = unsafe HistEventW()
    unsafe editline_history_number(history, &event, H_SETSIZE, Int32(History.defaultLimit))
    unsafe editline_attach_history(line, history)
    hasHistory = true
    for entry in entries { remember(entry) }
  }

  private var hasHistory = false

  func remember(_ entry: String) {
    guard hasHistory, let history = unsafe history else { return }
    var event = unsafe HistEventW()
    unsafe Engine.wide(entry).withUnsafeBufferPointer {
      _ = unsafe editline_history_text(history, &event, H_ENTER, $0.baseAddress)
    }
  }

  // MARK: Keys

  private func addFunctions() {
    // libedit keeps the pointers.
    unsafe Command.functions().forEach { command, function in
      unsafe editline_add_function(line, Engine.kept(command.name), Engine.kept(command.help), function)
    }
  }

  private static func kept(_ text: String) -> UnsafePointer<wchar_t> {
    let wide = wide(text)
    let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: wide.count)
    unsafe copy.initialize(from: wide, count: wide.count)
    return unsafe UnsafePointer(copy)
  }

  private func bind(_ bindings: [KeyBinding]) {
    for binding in bindings {
      sequences.insert(KeyTrie.bytes(binding.key))
      unsafe Engine.wide(binding.key).withUnsafeBufferPointer { key in
        unsafe Engine.wide(binding.command).withUnsafeBufferPointer { command in
          if binding.maps != .viCommands { unsafe editline_bind(line, key.baseAddress, command.baseAddress) }
          if binding.maps != .standard, isVi {
            unsafe editline_bind_command_map(line, key.baseAddress, command.baseAddress)
          }
        }
      }
    }
  }

  /// Runs lines of `.editrc`.
  private func run(_ lines: [[String]]) {
    for words in lines {
      let wide = words.map(Engine.wide)
      let pointers = unsafe wide.map { word in
        let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: word.count)
        unsafe copy.initialize(from: word, count: word.count)
        return unsafe UnsafePointer(copy)
      }
      defer { unsafe pointers.forEach { unsafe $0.deallocate() } }
      var arguments: [UnsafePointer<wchar_t>?] = unsafe pointers.map(Optional.init) + [nil]
      _ = unsafe el_wparse(line, Int32(words.count), &arguments)
    }
  }
}
