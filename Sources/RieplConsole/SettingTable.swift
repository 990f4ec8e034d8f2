/// One record for each setting: `set`, completion, help and tests read it.
struct SettingEntry: Sendable {
  /// The word behind `set`.
  let name: String
  /// Other spellings.
  let aliases: [String]
  /// The values that can be listed, for completion.
  let choices: [String]
  /// What it takes, in words.
  let takes: String
  /// What it does, as one line of help.
  let summary: String
  /// Its value as it is typed.
  let value: @Sendable (Settings) -> String
  /// Changes it; false where it can't be so.
  let change: @Sendable (inout Settings, String) -> Bool
}

/// The settings, in the order in which `set` shows them.
enum SettingTable {
  static let entries: [SettingEntry] = [
    SettingEntry(
      name: "format", aliases: [], choices: OutputFormat.allCases.map(\.rawValue),
      takes: OutputFormat.allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or "
        + (OutputFormat.allCases.last?.rawValue ?? ""),
      summary: "the form of answers",
      value: { $0.format.rawValue },
      change: { settings, value in
        guard let format = OutputFormat(rawValue: value) else { return false }
        settings.format = format
        return true
      }),
    SettingEntry(
      name: "reading", aliases: [], choices: ["on", "off", "auto"], takes: "on, off or auto",
      summary: "whether answers say how they were read, and their source; auto is on at a terminal",
      value: { onOff($0.reading == .always ? true : $0.reading == .never ? false : nil) },
      change: { settings, value in
        guard let mode = mode(value) else { return false }
        settings.reading = mode.map { $0 ? .always : .never } ?? .auto
        return true
      }),
    SettingEntry(
      name: "colour", aliases: ["color", "colours", "colors"], choices: ["on", "off", "auto"],
      takes: "on, off or auto", summary: "whether answers have colours; auto is on at a terminal",
      value: { onOff($0.colourChoice) },
      change: { settings, value in
        guard let mode = mode(value) else { return false }
        settings.colourChoice = mode
        return true
      }),
    SettingEntry(
      name: "width", aliases: [], choices: ["auto", "80", "120"], takes: "auto, or 20 to 1,000 columns",
      summary: "the columns that tables have; auto is the window's",
      value: { $0.fixedWidth.map(String.init) ?? "auto" },
      change: { settings, value in
        if value == "auto" {
          settings.fixedWidth = nil
          return true
        }
        guard let width = Int(value), (20...1000).contains(width) else { return false }
        settings.fixedWidth = width
        return true
      }),
    SettingEntry(
      name: "decimals", aliases: [], choices: ["auto", "0", "1", "2"], takes: "auto, or 0 to 30",
      summary: "the decimals that are shown where `as` says none; the figures themselves stay exact",
      value: { $0.decimals.map(String.init) ?? "auto" },
      change: { settings, value in
        if value == "auto" {
          settings.decimals = nil
          return true
        }
        guard let decimals = Int(value), (0...30).contains(decimals) else { return false }
        settings.decimals = decimals
        return true
      }),
    SettingEntry(
      name: "timer", aliases: [], choices: ["on", "off"], takes: "on or off",
      summary: "whether each statement says how long it took",
      value: { onOff($0.showsTime) },
      change: { settings, value in
        guard let mode = mode(value), let isOn = mode else { return false }
        settings.showsTime = isOn
        return true
      }),
    SettingEntry(
      name: "pager", aliases: [], choices: ["on", "off"], takes: "on or off",
      summary: "whether answers taller than the window are shown page by page",
      value: { onOff($0.usesPager) },
      change: { settings, value in
        guard let mode = mode(value), let isOn = mode else { return false }
        settings.usesPager = isOn
        return true
      }),
  ]

  /// The setting of a name.
  static func find(_ name: String) -> SettingEntry? {
    entries.first { $0.name == name || $0.aliases.contains(name) }
  }

  private static func onOff(_ value: Bool?) -> String { value.map { $0 ? "on" : "off" } ?? "auto" }

  /// On, off or auto; nil for anything else.
  private static func mode(_ value: String) -> Bool?? {
    switch value {
    case "on", "always", "yes": .some(true)
    case "off", "never", "no": .some(false)
    case "auto": .some(nil)
    default: nil
    }
  }
}
