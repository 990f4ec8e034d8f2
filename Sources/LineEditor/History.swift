/// The lines that were answered before, from the oldest to the newest, in memory and in a file.
///
/// Without a file, or with one that can't be trusted, it lasts as long as the program.
public final class History {
  /// How many entries are kept.
  public static let defaultLimit = 10_000

  /// The entries from the oldest to the newest.
  public private(set) var entries: [String] = []
  /// Why the file is not used, in one sentence for the person; nil where all is well.
  public private(set) var warning: String?
  private var file: HistoryFile?
  private let limit: Int

  /// The history of a file, which is read at once; nil keeps none.
  ///
  /// A file that is a link, belongs to somebody else, or is none at all is left alone.
  public init(path: String? = nil, limit: Int = History.defaultLimit) {
    self.limit = max(1, limit)
    guard let path else { return }
    let file = HistoryFile(path: path)
    do throws(HistoryFile.Fault) {
      entries = try file.load(limit: self.limit)
      self.file = file
    } catch {
      warning = "The history is not kept: \(path) \(error.text)."
    }
  }

  /// Adds a line; false for one that is empty, begins with a space or is the same as the last.
  @discardableResult public func add(_ entry: String) -> Bool {
    if entry.allSatisfy(\.isWhitespace) || entry.first == " " || entry == entries.last { return false }
    entries.append(entry)
    if entries.count > limit { entries.removeFirst() }
    guard let file, entry.utf8.count <= HistoryFile.entryLimit else { return true }
    do throws(HistoryFile.Fault) {
      try file.append(entry)
    } catch {
      warning = "The history is no longer kept: \(file.path) \(error.text)."
      self.file = nil
    }
    return true
  }

  /// What follows a text in the newest entry that begins with it.
  public func suggestion(for text: String) -> String? {
    if text.isEmpty { return nil }
    let count = text.utf8.count
    for entry in entries.reversed() where entry.utf8.count > count && entry.utf8.starts(with: text.utf8) {
      return String(decoding: entry.utf8.dropFirst(count), as: UTF8.self)
    }
    return nil
  }
}

/// Going up and down among the entries that begin with what was typed.
struct HistoryWalk {
  /// What was typed before.
  private let live: [Unicode.Scalar]
  private let prefix: String
  private var index: Int
  /// What the last step showed: as long as the text is this, the walk goes on.
  private(set) var shown: [Unicode.Scalar]

  init(from text: [Unicode.Scalar], in entries: [String]) {
    live = text
    prefix = String(text)
    index = entries.count
    shown = text
  }

  /// The next older or newer entry; nil where there is none.
  mutating func step(older: Bool, in entries: [String]) -> [Unicode.Scalar]? {
    let present = String(shown)
    var next = index + (older ? -1 : 1)
    while entries.indices.contains(next) {
      if entries[next].utf8.starts(with: prefix.utf8), entries[next] != present { break }
      next += older ? -1 : 1
    }
    if next < 0 || next > entries.count || next == index { return nil }
    index = next
    shown = next == entries.count ? live : Array(entries[next].unicodeScalars)
    return shown
  }

  /// The oldest entry, or what was typed before.
  mutating func end(oldest: Bool, in entries: [String]) -> [Unicode.Scalar]? {
    var result: [Unicode.Scalar]?
    while let next = step(older: oldest, in: entries) { result = next }
    return result
  }
}

/// A search in the history for a piece of text; one without capitals finds both kinds of letters.
struct HistorySearch {
  private(set) var pattern = ""
  /// The different entries that have the pattern in them, from the newest to the oldest.
  private(set) var matches: [String] = []
  /// Which of the matches is shown.
  private(set) var index = 0

  /// The match that is shown.
  var match: String? { matches.indices.contains(index) ? matches[index] : nil }

  /// Where the pattern stands in the match, in scalars.
  var range: Range<Int>? {
    guard let match else { return nil }
    return HistorySearch.find(pattern, in: match)
  }

  mutating func setPattern(_ new: String, in entries: [String]) {
    let present = match
    pattern = new
    matches = []
    var seen = Set<String>()
    guard !new.isEmpty else {
      index = 0
      return
    }
    for entry in entries.reversed()
    where HistorySearch.find(new, in: entry) != nil && seen.insert(entry).inserted {
      matches.append(entry)
    }
    // The entry that is shown stays as long as it still matches.
    index = present.flatMap { matches.firstIndex(of: $0) } ?? 0
  }

  /// The next older or newer match; false where there is none.
  mutating func step(older: Bool) -> Bool {
    let next = index + (older ? 1 : -1)
    guard matches.indices.contains(next) else { return false }
    index = next
    return true
  }

  private static func find(_ pattern: String, in entry: String) -> Range<Int>? {
    let isExact = pattern.unicodeScalars.contains { $0.properties.isUppercase }
    let fold: (Unicode.Scalar) -> Unicode.Scalar = { scalar in
      if isExact { return scalar }
      if scalar.isASCII {
        return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
      }
      let lower = scalar.properties.lowercaseMapping.unicodeScalars
      return lower.count == 1 ? lower.first ?? scalar : scalar
    }
    let wanted = pattern.unicodeScalars.map(fold)
    let text = entry.unicodeScalars.map(fold)
    guard let first = wanted.first, text.count >= wanted.count else { return nil }
    for start in 0...(text.count - wanted.count)
    where text[start] == first && text[start..<start + wanted.count].elementsEqual(wanted) {
      return start..<start + wanted.count
    }
    return nil
  }
}
