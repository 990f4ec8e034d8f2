import RieplSyntax

/// Figures of a measure that were asked for before, by what they are of and not by how the question was written.
///
/// Only questions that ask for one figure of single members, and only as long as the data stays the same.
struct PlainFigureCache: Sendable {
  /// An answer that is one figure, and the figure alone where nothing has to be said of it.
  struct Known: Sendable {
    let answer: Answer
    let figure: PlainFigure?
  }

  /// Which figure: the measure, the word in front of it, and up to two members behind it or in clauses.
  typealias Key = UInt64

  private var known = RecentTable<Key, Known>()

  /// What was found out about a figure.
  subscript(key: Key) -> Known? { known.value(key) { $0 == key } }

  /// Keeps an answer, if it is one figure of which no more is said than its notes.
  mutating func keep(_ answer: Answer, _ key: Key) {
    guard answer.single != nil, answer.remarks.isEmpty else { return }
    known.keep(Known(answer: answer, figure: answer.plainFigure), key, key)
  }

  /// The figure that a question asks for; nil where it asks for more, or for one that is not kept.
  static func key(_ id: QuestionID, _ tree: inout Tree) -> Key? {
    let question = tree[id]
    guard question.columns.count == 1, question.modifier == .none, question.view == nil,
      case .figure(let index) = tree[tree[question.columns, 0]]
    else { return nil }
    let figure = tree.figures[Int(index)]
    guard figure.shapers.isEmpty, Int(figure.slices.count) + Int(question.clauses.count) <= 2,
      case .name(let use) = figure.head, case .measure(let measure) = use.target, measure < 1 << 11
    else { return nil }
    // A bit in front, so that a key with members is never one without.
    var key = UInt64(truncatingIfNeeded: 1 << 11 | measure) << 4
    key |= UInt64(figure.reducer.map { $0.rawValue &+ 1 } ?? 0)
    for place in 0..<Int(figure.slices.count) {
      guard add(tree[figure.slices, place].target, isSlice: true, to: &key) else { return nil }
    }
    for place in 0..<Int(question.clauses.count) {
      guard case .members(let items) = tree[question.clauses, place].body, items.count == 1 else {
        return nil
      }
      let item = tree[items, 0]
      guard !item.isExcluded, add(item.name.target, isSlice: false, to: &key) else { return nil }
    }
    return key
  }

  /// Adds a member, in 24 bits.
  private static func add(_ target: NameTarget, isSlice: Bool, to key: inout Key) -> Bool {
    guard case .member(let dimension, let code) = target, dimension < 1 << 6, code < 1 << 16 else {
      return false
    }
    let member = UInt64(truncatingIfNeeded: dimension << 16 | code) << 2
    key = key << 24 | member | (isSlice ? 3 : 1)
    return true
  }
}
