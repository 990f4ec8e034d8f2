import Foundation

/// Ways in which people get words wrong.
enum Misspelling: String, CaseIterable {
  case letterDropped = "letter dropped"
  case lettersSwapped = "letters swapped"
  case letterDoubled = "letter doubled"
  case neighbourKey = "neighbouring key"
  case wordMissing = "word missing"
  case bySound = "by sound"

  /// The keys beside each key of a British keyboard.
  private static let neighbours: [Character: [Character]] = {
    var result: [Character: [Character]] = [:]
    for row in ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init) {
      for index in row.indices {
        result[row[index]] = [index - 1, index + 1].filter(row.indices.contains).map { row[$0] }
      }
    }
    return result
  }()

  /// What is heard alike.
  private static let sounds: [(String, String)] = [
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("c", "k"), ("ea", "ee"), ("ie", "ei"), ("ei", "ie"), ("ou", "ow"),
    ("th", "f"), ("y", "i"), ("s", "z"), ("er", "or"), ("or", "er"), ("an", "en"), ("en", "an"),
    ("ic", "ick"),
    ("tion", "shun"), ("ai", "ay"), ("au", "or"), ("oo", "u"), ("qu", "kw"), ("wh", "w"), ("ll", "l"),
    ("ss", "s"), ("nn", "n"), ("mm", "m"), ("pp", "p"), ("ff", "f"), ("a", "e"), ("e", "i"), ("i", "e"),
    ("o", "u"),
  ]

  /// The word got wrong in this way; nil where it can't be.
  func applied(to text: String, _ random: inout ProofRandom) -> String? {
    var letters = Array(text)
    // The first letter is seldom wrong.
    let places = letters.indices.filter { $0 > 0 && letters[$0].isLetter }
    guard !places.isEmpty else { return nil }
    let place = random.pick(places)
    switch self {
    case .letterDropped: letters.remove(at: place)
    case .letterDoubled: letters.insert(letters[place], at: place)
    case .lettersSwapped:
      let pairs = places.filter {
        $0 + 1 < letters.count && letters[$0 + 1].isLetter && letters[$0] != letters[$0 + 1]
      }
      guard !pairs.isEmpty else { return nil }
      let first = random.pick(pairs)
      letters.swapAt(first, first + 1)
    case .neighbourKey:
      let key = Character(letters[place].lowercased())
      guard let keys = Misspelling.neighbours[key] else { return nil }
      letters[place] = random.pick(keys)
    case .wordMissing:
      var words = text.split(separator: " ").map(String.init)
      guard words.count > 1 else { return nil }
      words.remove(at: random.int(0...words.count - 1))
      return words.joined(separator: " ")
    case .bySound:
      let fitting = Misspelling.sounds.filter { text.dropFirst().contains($0.0) }
      guard !fitting.isEmpty else { return nil }
      let (from, to) = random.pick(fitting)
      guard let range = text.dropFirst().range(of: from) else { return nil }
      return text.replacingCharacters(in: range, with: to)
    }
    return String(letters)
  }

  /// Letters dropped, added, changed or swapped with a neighbour.
  static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left.lowercased())
    let b = Array(right.lowercased())
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
