import Foundation
import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// How often the right word is suggested first for one that somebody got wrong.
@Suite struct DidYouMean {
  /// Something to get wrong, a line where it stands, and what may be suggested for it.
  struct Target {
    var spelling: String
    var before: String
    var after: String
    var right: Set<String>
  }

  /// Every name and every word of the language, in a line that has an answer.
  static func targets(_ catalog: Catalog) -> [Target] {
    var targets: [Target] = []
    for (_, name) in catalog.makeVocabulary().liveNames {
      // Codes and initials are too like one another to be guessed at, and years have errors of their own.
      if name.spelling.count < 4 || name.spelling.contains(where: \.isNumber) { continue }
      for (before, after) in places(name) {
        targets.append(
          Target(
            spelling: name.spelling, before: before, after: after, right: [name.official, name.spelling]))
      }
    }
    for entry in WordTable.entries {
      let parts = entry.example.components(separatedBy: " ")
      guard let place = parts.firstIndex(where: { entry.spellings.contains($0) }) else { continue }
      for spelling in entry.spellings {
        targets.append(
          Target(
            spelling: spelling, before: parts[..<place].map { $0 + " " }.joined(),
            after: parts[(place + 1)...].map { " " + $0 }.joined(),
            // "all regions" has a name of its own.
            right: Set(entry.spellings + (entry.word == .all ? ["England", "all regions"] : []))))
      }
    }
    return targets
  }

  private static func places(_ name: Name) -> [(String, String)] {
    switch name.kind {
    case .member:
      name.dimension == 0
        ? [
          ("sum allocation for ", ""), ("sum allocation ", " 2009-10"), ("efficiency by London, ", ""),
          ("sum allocation for London and ", " in 2009-10"), ("sum allocation where region = ", ""),
        ]
        : [("sum allocation in ", "")]
    case .measure: [("sum ", ""), ("average ", " by region"), ("", " by region top 3")]
    case .fact: [("", ""), ("", " * 2"), ("2 * ", "")]
    case .dimension: [("sum allocation by ", ""), ("count ", "")]
    case .dataset: [("use ", "")]
    case .topic: [("about ", "")]
    default: []
    }
  }

  struct Rate {
    var right = 0
    var tried = 0
    var text: String { "\(right) of \(tried) (\(tried == 0 ? 0 : right * 1000 / tried / 10)%)" }
  }

  @Test func theRightOneComesFirst() throws {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    let workspace = Workspace(catalog: catalog)
    let targets = DidYouMean.targets(catalog)
    var known = Set(workspace.parser.vocabulary.names.map(\.spelling))
    for entry in WordTable.entries { known.formUnion(entry.spellings) }
    var total = Rate()
    var misses: [String] = []
    for kind in Misspelling.allCases {
      var random = ProofSeed.random("misspellings " + kind.rawValue)
      var rate = Rate()
      var attempts = 0
      while rate.tried < 200 * ProofSeed.effort, attempts < 20_000 * ProofSeed.effort {
        attempts += 1
        let target = random.pick(targets)
        guard let typed = kind.applied(to: target.spelling, &random),
          DidYouMean.isFair(typed, target, known, kind)
        else { continue }
        guard let diagnostic = DidYouMean.diagnostic(target.before + typed + target.after, workspace) else {
          continue
        }
        rate.tried += 1
        if let first = diagnostic.suggestions.first, target.right.contains(first) {
          rate.right += 1
        } else {
          misses.append(
            "\(kind.rawValue): \(target.before)«\(typed)»\(target.after): \(diagnostic.code) \(diagnostic.suggestions), not \(target.spelling)"
          )
        }
      }
      print("did you mean, \(kind.rawValue): \(rate.text)")
      #expect(rate.tried >= 100)
      #expect(rate.right * 10 >= rate.tried * 9, "\(kind.rawValue), \(ProofSeed.note)")
      total.right += rate.right
      total.tried += rate.tried
    }
    print("did you mean, all: \(total.text); \(ProofSeed.note)")
    for miss in misses { print(miss) }
    #expect(total.right * 100 >= total.tried * 95, "\(ProofSeed.note)")
  }

  /// Whether nothing else was as likely to be meant.
  static func isFair(_ typed: String, _ target: Target, _ known: Set<String>, _ kind: Misspelling) -> Bool {
    if typed.lowercased() == target.spelling.lowercased() || typed.count < 2 { return false }
    // What ends in "and" or "of" is a line that is not finished.
    let last = typed.split(separator: " ").last.map { $0.lowercased() } ?? ""
    if kind == .wordMissing, ["and", "of", "the", "&"].contains(last) { return false }
    let distance = Misspelling.distance(typed, target.spelling)
    for other in known where !target.right.contains(other) {
      if Misspelling.distance(typed, other) <= distance { return false }
      // Words left out may be those that tell two names apart.
      if kind == .wordMissing, other.lowercased().contains(typed.lowercased()) { return false }
    }
    return true
  }

  /// What is wrong with the only line of a text; nil where nothing is.
  static func diagnostic(_ text: String, _ workspace: Workspace) -> Diagnostic? {
    diagnostic(SourceText(text), workspace)
  }

  static func diagnostic(_ source: SourceText, _ workspace: Workspace) -> Diagnostic? {
    var workspace = workspace
    return run(source, &workspace)
  }

  /// Runs all statements of a text up to the first error.
  static func run(_ source: SourceText, _ workspace: inout Workspace) -> Diagnostic? {
    do throws(Diagnostic) {
      try workspace.read(source)
      while try workspace.next() != nil {}
      return nil
    } catch {
      return error
    }
  }

  /// Words that have nothing to do with the figures.
  static let unrelated = [
    "banana", "elephant", "trombone", "mackerel", "umbrella", "xylophone", "gravel", "pyjamas", "volcano",
    "biscuit",
    "hedgehog", "kumquat", "zeppelin", "marmalade", "origami", "walrus", "thunder", "quicksilver", "jasmine",
    "igloo",
    "saxophone", "daffodil", "penguin", "velvet", "puzzle", "cucumber", "goblin", "lighthouse", "moustache",
    "cheese",
    "hovercraft", "rhubarb", "tambourine", "wizard", "jellyfish", "cobweb", "fudge", "helicopter", "iguana",
    "juggler",
    "kangaroo", "lobster", "muffin", "noodle", "octopus", "parsnip", "quiche", "robot", "spanner", "teapot",
  ]

  @Test(arguments: [
    "sum allocation for ", "sum ", "", "efficiency by ", "sum allocation by region ", "about ", "list ",
  ])
  func nothingForUnrelatedWords(_ before: String) throws {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    let workspace = Workspace(catalog: catalog)
    for word in DidYouMean.unrelated {
      let diagnostic = DidYouMean.diagnostic(before + word, workspace)
      #expect(diagnostic?.suggestions == [], "\(before)\(word)")
    }
  }
}
