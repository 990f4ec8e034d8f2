/// A key and what it does.
struct KeyBinding {
  /// The key maps that a binding goes into.
  enum Maps {
    /// Emacs' map, or vi's for inserting.
    case standard
    /// vi's for commands.
    case viCommands
    /// Both of vi's, or emacs' one.
    case all
  }

  /// In libedit's notation: `^X`, `\e`, `\ooo`.
  var key: String
  /// The name of a command, ours or libedit's.
  var command: String
  var maps: Maps

  init(_ key: String, _ command: String, _ maps: Maps = .all) {
    self.key = key
    self.command = command
    self.maps = maps
  }
}

/// The keys of the editor.
enum KeyBindings {
  static func all(isVi: Bool, isDumb: Bool) -> [KeyBinding] {
    var result = common.map { KeyBinding($0.0, $0.1.name) }
    if isVi {
      result += vi.map { KeyBinding($0.0, $0.1.name, .standard) }
      result += viCommands.map { KeyBinding($0.0, $0.1.name, .viCommands) }
      result.append(KeyBinding("\\200", "vi-command-mode", .standard))
      // An editor of its own would take the terminal from under the picture, and what reads a text of its
      // own, as a command for libedit, would hear of nothing but Enter.
      for key in ["v", ":", "n", "N"] { result.append(KeyBinding(key, "ed-unassigned", .viCommands)) }
    } else {
      result += emacs.map { KeyBinding($0.0, $0.1.name) }
      result.append(KeyBinding("\\ex", "ed-unassigned"))
    }
    // Latin letters insert themselves in every locale.
    for scalar in 0xA0...0xFF {
      result.append(KeyBinding("\\" + String(scalar, radix: 8), "ed-insert", .standard))
    }
    guard isDumb else { return result + painted.map { KeyBinding($0.0, $0.1.name) } }
    // libedit draws, and so ends the line itself.
    return result + [
      KeyBinding("^M", "ed-newline"), KeyBinding("^J", "ed-newline"),
      KeyBinding("^R", "ed-search-prev-history"),
    ]
  }

  /// Keys of both ways of editing.
  private static let common: [(String, Command)] =
    [
      ("^C", .interrupt), ("^D", .deleteOrLeave), ("^I", .complete), ("^P", .up), ("^N", .down),
      ("^_", .undo),
      ("^Z", .suspend),
      ("\\e[Z", .completeBackwards), ("\\e[200~", .paste), ("\\e[3~", .deleteForwards),
      ("\\e[3;5~", .cutWord),
      ("\\201", .dismiss),
    ] + cursorKeys

  /// The keys with arrows on them, as terminals send them, in the normal and in the application mode.
  private static let cursorKeys: [(String, Command)] = {
    var keys: [(String, Command)] = []
    let letters: [(String, Command)] = [
      ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .rowStart), ("F", .rowEnd),
    ]
    for (letter, command) in letters { keys += [("\\e[" + letter, command), ("\\eO" + letter, command)] }
    // With Control, with Alt.
    for modifier in ["5", "3"] {
      keys += [("\\e[1;\(modifier)C", .wordRight), ("\\e[1;\(modifier)D", .wordLeft)]
    }
    keys += [("\\e[1~", .rowStart), ("\\e[7~", .rowStart), ("\\e[4~", .rowEnd), ("\\e[8~", .rowEnd)]
    return keys
  }()

  /// Keys that need our own picture.
  private static let painted: [(String, Command)] = [
    ("^M", .enter), ("^J", .enter), ("^L", .clear), ("^R", .search), ("^S", .searchForwards),
  ]

  private static let emacs: [(String, Command)] = [
    ("^A", .rowStart), ("^E", .rowEnd), ("^B", .left), ("^F", .right), ("\\eb", .wordLeft),
    ("\\ef", .wordRight),
    ("\\e<", .historyStart), ("\\e>", .historyEnd), ("^H", .deleteBackwards), ("^?", .deleteBackwards),
    ("^W", .cutWordBackwards), ("\\e^?", .cutWordBackwards), ("\\e^H", .cutWordBackwards), ("\\ed", .cutWord),
    ("^K", .cutRow), ("^U", .cutRowStart), ("^Y", .yank), ("\\ey", .yankOlder), ("^T", .transpose),
    ("\\e^M", .newline), ("\\e^J", .newline), ("\\200", .escape),
  ]

  private static let vi: [(String, Command)] = [
    ("^E", .rowEnd), ("^F", .right), ("^H", .deleteBackwards), ("^?", .deleteBackwards),
    ("^W", .cutWordBackwards),
    ("^U", .cutRowStart),
  ]

  private static let viCommands: [(String, Command)] = [
    ("k", .up), ("j", .down), ("u", .undo), ("/", .search), ("?", .searchForwards), ("\\200", .escape),
  ]
}
