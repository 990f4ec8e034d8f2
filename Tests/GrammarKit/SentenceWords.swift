/// What sentences are made of besides the grammar: spellings, names and years.
public struct SentenceWords: Sendable {
  /// A name that is known.
  public struct KnownName: Sendable {
    /// How it is written.
    public var text: String
    /// The number of its dimension; nil where it belongs to none.
    public var dimension: Int?

    /// Makes a known name.
    public init(_ text: String, dimension: Int? = nil) {
      self.text = text
      self.dimension = dimension
    }
  }

  /// For each word of the language its spellings.
  public var spellings: [String: [String]] = [:]
  /// For each production that is a name of some kind, such as `Measure`, the names of that kind.
  public var names: [String: [KnownName]] = [:]
  /// The first years of the financial years in the data, in order.
  public var years: [Int] = []
  /// The number of the dimension of years.
  public var yearDimension = 0
  /// What may stand after "list" and "help".
  public var texts: [String] = []

  /// Nothing yet.
  public init() {}

  /// A name as somebody might write it: other capitals, "the" in front, "&" for "and", a hyphen for a space.
  static func varied(_ name: String, _ random: inout SeededRandom) -> String {
    var text = name
    switch Int.random(in: 0..<8, using: &random) {
    case 0: text = text.uppercased()
    case 1: text = text.lowercased()
    case 2: text = text.replacing(" and ", with: " & ")
    case 3: text = text.replacing("&", with: " and ").collapsed
    case 4: text = "the " + text
    case 5: text = "\"\(text)\""
    case 6:
      // Only between letters is a hyphen a space.
      let parts = text.split(separator: " ")
      if parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isLetter } }) {
        text = parts.joined(separator: "-")
      }
    default: break
    }
    return text
  }

  /// A financial year in one of the ways to write it.
  public static func year(_ first: Int, _ random: inout SeededRandom) -> String {
    func two(_ year: Int) -> String { String("\(year + 100)".suffix(2)) }
    let mark = random.pick(["-", "-", "/", "–"])
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return "\(first)\(mark)\(first + 1)"
    case 1: return "FY\(first)\(mark)\(two(first + 1))"
    case 2: return "FY \(first)\(mark)\(two(first + 1))"
    case 3: return "\(two(first))\(random.pick(["/", "-"]))\(two(first + 1))"
    case 4: return "FY\(two(first))-\(two(first + 1))"
    default: return "\(first)\(mark)\(two(first + 1))"
    }
  }
}
