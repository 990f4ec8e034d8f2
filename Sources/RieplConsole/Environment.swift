internal import Glibc

/// Variables of the environment, and the places that they lead to.
enum Environment {
  /// A variable that is set to something.
  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Whether the locale is one whose terminals show UTF-8; what nobody has set counts as one.
  static var hasUTF8: Bool {
    let locale = variable("LC_ALL") ?? variable("LC_CTYPE") ?? variable("LANG")
    guard let name = locale?.lowercased() else { return true }
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// The folder of our own that an XDG variable names, or else one in the home folder; nil where there is neither.
  ///
  /// A name that is not absolute is not used, as the XDG specification has it.
  static func folder(_ variable: String, orHome path: String) -> String? {
    if let folder = self.variable(variable), folder.hasPrefix("/") { return folder + "/riepl" }
    guard let home = self.variable("HOME"), home.hasPrefix("/") else { return nil }
    return home + "/" + path + "/riepl"
  }

  /// Where the settings of a person stand.
  static var configuration: String? { folder("XDG_CONFIG_HOME", orHome: ".config") }

  /// Where what should outlast the program stands, such as the history.
  static var state: String? { folder("XDG_STATE_HOME", orHome: ".local/state") }

  /// Where what can be made anew stands, such as kept columns.
  static var cache: String? { folder("XDG_CACHE_HOME", orHome: ".cache") }

  /// Makes a folder that only its owner can enter, with those above it; the system's words where that can't be done.
  static func makeFolder(_ path: String) -> String? {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      if unsafe mkdir(made, 0o700) != 0, errno != EEXIST { return unsafe String(cString: strerror(errno)) }
    }
    return nil
  }
}
