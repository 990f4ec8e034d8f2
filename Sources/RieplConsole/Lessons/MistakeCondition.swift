internal import RieplEngine
internal import RieplSyntax

/// By what a mistake is recognised.
enum MistakeCondition {
  /// The answer is that of this question.
  case answer(String)
  /// There was an error, of this code where there is one.
  case error(DiagnosticCode?)
  /// Other members of this dimension were taken.
  case other(dimension: Int)
  /// The rows of this dimension are missing.
  case noBy(dimension: Int)
  /// There are rows of this dimension that the task does not ask for.
  case by(dimension: Int)
  /// This figure was taken, and the task does not ask for it.
  case figure(String)
  /// The answer is right, but one of the words was to be used.
  case without
  /// The line uses this word.
  case word(Word)
  case difference(Difference)

  /// The conditions as they are written, for the manual and for messages.
  static let forms = [
    ("answer QUESTION", "the answer is the one that this question has, however it was asked"),
    ("error", "the line had an error"),
    ("error E20", "the line had the error of this code"),
    ("other year", "figures of other years were taken; likewise with any dimension"),
    ("no by region", "the rows for each region are missing; likewise with any dimension"),
    ("by region", "there are rows for each region that nobody asked for; likewise with any dimension"),
    ("figure NAME", "this figure was taken, and the task is not about it"),
    ("other figure", "any other figures were taken"),
    ("word WORD", "the line uses this word of the language"),
    ("without", "the answer is right, but a word or a name of `uses:` is missing"),
    ("other unit", "the answer is in another unit"), ("other order", "the rows stand in another order"),
    ("other rows", "the rows are not the right ones"),
    ("other columns", "there are more or fewer columns"),
    ("other name", "a name does not stand for what `probe:` asks for"),
    ("other statement", "the line is no statement of the right kind"),
    ("other drawing", "there is a drawing where none is wanted, or none where one is"),
    ("no total", "the row with the total is missing"),
    ("shown", "the figure is right, and its unit or its decimals are others"),
    ("other value", "the value is another one"),
  ]

  /// Reads a condition; nil where it is none.
  init?(_ text: String, _ workspace: Workspace) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first?.lowercased() else { return nil }
    let rest = words.dropFirst().joined(separator: " ")
    func dimension(_ name: String) -> Int? {
      workspace.catalog.dimensions.firstIndex {
        $0.name.lowercased() == name.lowercased() || $0.plural.lowercased() == name.lowercased()
      }
    }
    let fixed: [String: Difference] = [
      "other figure": .figures, "other unit": .unit, "other order": .order, "other rows": .rows,
      "other columns": .columns, "other name": .name, "other statement": .statement,
      "other drawing": .drawing, "no total": .total, "shown": .shown, "other value": .value,
    ]
    if let difference = fixed[text.lowercased()] {
      self = .difference(difference)
      return
    }
    switch first {
    case "answer" where !rest.isEmpty: self = .answer(rest)
    case "error":
      let code = DiagnosticCode(rawValue: rest.uppercased())
      guard rest.isEmpty || code != nil else { return nil }
      self = .error(code)
    case "other":
      guard let number = dimension(rest) else { return nil }
      self = .other(dimension: number)
    case "no":
      guard rest.lowercased().hasPrefix("by "), let number = dimension(String(rest.dropFirst(3))) else {
        return nil
      }
      self = .noBy(dimension: number)
    case "by":
      guard let number = dimension(rest) else { return nil }
      self = .by(dimension: number)
    case "figure":
      let vocabulary = workspace.parser.vocabulary
      guard let name = vocabulary.lookUp(Array(rest.utf8)[...], .figures).first else { return nil }
      self = .figure(vocabulary[name].official)
    case "word":
      guard let word = WordUse.word(rest) else { return nil }
      self = .word(word)
    case "without" where rest.isEmpty: self = .without
    default: return nil
    }
  }

  /// Whether a line made this mistake.
  func holds(_ text: String, _ reply: Reply, _ verdict: Judge.Verdict, after: Workspace, _ judge: Judge)
    -> Bool
  {
    switch self {
    case .error(let code):
      return verdict.differences.contains {
        if case .error(let found) = $0 { code == nil || found == code } else { false }
      }
    case .other(let dimension): return verdict.differences.contains(.members(dimension))
    case .noBy(let dimension): return verdict.differences.contains(.noRows(dimension))
    case .by(let dimension): return verdict.differences.contains(.extraRows(dimension))
    case .difference(let difference): return verdict.differences.contains(difference)
    case .without:
      return verdict.differences.contains {
        switch $0 {
        case .word, .named: true
        default: false
        }
      }
    case .word(let word): return WordUse(text, after.parser.vocabulary).words.contains(word)
    case .figure(let name):
      return WordUse(text, after.parser.vocabulary).figures.contains(name)
        && !WordUse(judge.step.answer.text, judge.stage.parser.vocabulary).figures.contains(name)
    case .answer(let question):
      var other = judge.step
      other.answer.text = question
      other.uses = []
      return Judge(other, stage: judge.stage).verdict(text, reply, after: after).passes
    }
  }
}

extension Judge {
  /// What is said about a line that does not do what the task asks for: the number of the mistake that was foreseen,
  /// or else a sentence of ours; nil where the error says all there is to say.
  func response(_ text: String, _ reply: Reply, _ verdict: Verdict, after: Workspace) -> (Int?, String)? {
    for (number, mistake) in step.mistakes.enumerated() {
      guard let condition = MistakeCondition(mistake.condition.text, stage) else { continue }
      if condition.holds(text, reply, verdict, after: after, self) { return (number, mistake.reply.text) }
    }
    for difference in verdict.differences.sorted(by: { $0.rank < $1.rank }) {
      if let text = difference.text(after.catalog, model: verdict.model, learner: verdict.learner) {
        return (nil, text)
      }
    }
    return nil
  }
}
