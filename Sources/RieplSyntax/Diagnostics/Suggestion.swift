/// What somebody may have meant: names and words that are close to what was typed and may stand in its place.
struct Suggestion {
  struct Candidate {
    let text: String
    let dimension: Int?
    /// Smaller is closer: typos for each hundred letters.
    let score: Int
  }

  let words: [Word]
  /// The names that may stand there, with their folded words.
  private let names: [(name: Name, words: [[UInt8]])]

  /// Names of some kinds, of one dimension if one is given, and words of the language.
  init(vocabulary: Vocabulary, kinds: NameKinds, words: [Word], dimension: Int? = nil) {
    self.words = words
    var names: [(name: Name, words: [[UInt8]])] = []
    for (_, name) in vocabulary.liveNames where kinds.contains(name.kind) {
      if let dimension, name.dimension != dimension { continue }
      names.append((name, Vocabulary.foldedWords(Array(name.spelling.utf8)[...])))
    }
    self.names = names
  }

  /// Official names that begin with these words, or where there are none, that contain them.
  func namesWithPart(_ typed: [[UInt8]]) -> [String] {
    guard !typed.isEmpty, typed.map(\.count).reduce(0, +) >= 2 else { return [] }
    func collect(_ fits: ([[UInt8]]) -> Bool) -> [String] {
      var found: [String] = []
      for (name, words) in names where name.spelling == name.official {
        guard fits(words) else { continue }
        if !found.contains(name.official) { found.append(name.official) }
      }
      return found
    }
    let starting = collect { $0.starts(with: typed) && $0.count > typed.count }
    if !starting.isEmpty { return starting }
    return collect { words in
      words.count > typed.count && words.indices.contains { words[$0...].starts(with: typed) }
    }
  }

  /// At most three names and words that are close, the closest first.
  func closest(to typed: [[UInt8]]) -> [Candidate] {
    let joined = Array(typed.joined(separator: [0x20]))
    guard joined.count >= 2 else { return [] }
    var found: [Candidate] = []
    func consider(_ spelling: String, _ words: [[UInt8]], _ official: String, _ dimension: Int?) {
      // Initials and codes are too short, or too like one another, to be guessed at.
      if spelling.utf8.count <= 3 && spelling != official { return }
      if spelling.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) && spelling != official { return }
      guard let score = Suggestion.score(typed: typed, joined, words) else { return }
      if let index = found.firstIndex(where: { $0.text == official }) {
        if found[index].score > score {
          found[index] = Candidate(text: official, dimension: dimension, score: score)
        }
      } else {
        found.append(Candidate(text: official, dimension: dimension, score: score))
      }
    }
    for (name, words) in names {
      consider(name.spelling, words, name.official, name.kind == .dimension ? nil : name.dimension)
    }
    if typed.count == 1 {
      for word in words {
        for spelling in WordTable.entry(word).spellings {
          consider(spelling, [Array(spelling.utf8)], spelling, nil)
        }
      }
    }
    // Letters are changed and swapped more often than left out.
    func difference(_ candidate: Candidate) -> Int { abs(candidate.text.utf8.count - joined.count) }
    found.sort { ($0.score, difference($0)) < ($1.score, difference($1)) }
    guard let best = found.first else { return [] }
    // What is much further away than the best is no help.
    return Array(found.filter { $0.score <= best.score * 3 / 2 + 4 }.prefix(3))
  }

  /// How far typed words are from a name; nil when they are not close.
  static func score(typed: [[UInt8]], _ joined: [UInt8], _ words: [[UInt8]]) -> Int? {
    guard !words.isEmpty else { return nil }
    let name = Array(words.joined(separator: [0x20]))
    let longest = max(joined.count, name.count)
    let allowed = longest <= 3 ? 1 : longest <= 5 ? 1 : longest <= 8 ? 2 : max(3, longest / 4)
    if abs(joined.count - name.count) <= allowed {
      let distance = editDistance(joined, name, limit: allowed)
      // A short word that begins otherwise is another word, unless its first two letters are swapped.
      let isSwapped = joined.count > 1 && name.count > 1 && joined[0] == name[1] && joined[1] == name[0]
      let mayBeginOtherwise = longest > 8 || (longest > 5 && distance == 1)
      if distance <= allowed, mayBeginOtherwise || joined.first == name.first || isSwapped {
        // The same sound, or the same first letter, is a little closer.
        let bonus = joined.first == name.first ? 0 : 4
        return distance * 100 / longest + bonus
      }
    }
    // Words left out, or in another order, each close to one of the name's.
    guard words.count > 1, typed.count >= 1, typed.count <= words.count + 1 else { return nil }
    var left = words
    var distance = 0
    var matched = 0
    for word in typed {
      let limit = word.count <= 3 ? 0 : word.count <= 6 ? 1 : 2
      guard
        let best = left.indices.map({ ($0, editDistance(word, left[$0], limit: limit)) }).filter({
          $0.1 <= limit
        }).min(by: { $0.1 < $1.1 })
      else { return nil }
      distance += best.1
      matched += left[best.0].count
      left.remove(at: best.0)
    }
    // At least half of the name's letters have to be there.
    let total = words.map(\.count).reduce(0, +)
    guard matched * 2 >= total else { return nil }
    return 12 + distance * 100 / longest + left.count * 6
  }

  /// One bit for each letter that occurs, some letters sharing one.
  private static func letters(_ word: [UInt8]) -> UInt64 {
    var letters: UInt64 = 0
    for byte in word { letters |= 1 << UInt64(byte & 63) }
    return letters
  }

  /// Typos between two words: letters dropped, added, changed or swapped with a neighbour; `limit + 1` when more.
  static func editDistance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    if abs(a.count - b.count) > limit { return limit + 1 }
    // Each typo changes at most two of the letters that there are.
    if (letters(a) ^ letters(b)).nonzeroBitCount > 2 * limit { return limit + 1 }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      var smallest = i + 1
      for j in 0..<b.count {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row[j + 1] = best
        smallest = min(smallest, best)
      }
      if smallest > limit { return limit + 1 }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}

extension Suggestion {
  /// Whether a typed word or phrase is close to another.
  static func closeness(_ typed: String, _ name: String) -> Int? {
    let words = Vocabulary.foldedWords(Array(typed.utf8)[...])
    return score(
      typed: words, Array(words.joined(separator: [0x20])), Vocabulary.foldedWords(Array(name.utf8)[...]))
  }
}

/// Finding what somebody may have meant among words that are in no vocabulary, such as topics of help.
public enum Closeness {
  /// The names that are close to a typed phrase, the closest first.
  public static func among(_ names: [String], to typed: String) -> [String] {
    names.compactMap { name in Suggestion.closeness(typed, name).map { (name, $0) } }.sorted { $0.1 < $1.1 }
      .map(\.0)
  }
}
