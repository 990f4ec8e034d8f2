internal import RieplEngine
internal import RieplSyntax

/// In what a learner's line is not what a task asks for.
enum Difference: Hashable {
  /// Another kind of statement.
  case statement
  case error(DiagnosticCode)
  /// Other measures or facts were taken.
  case figures
  /// Other members of a dimension were taken.
  case members(Int)
  /// The rows of a dimension are missing, or should not be there.
  case noRows(Int)
  case extraRows(Int)
  /// Rows of the right dimensions, but not the right ones.
  case rows
  case columns
  case unit
  case value
  case order
  case total
  /// Another unit or other decimals are printed.
  case shown
  case drawing
  /// The word was to be used, and was not.
  case word(Word)
  /// The name was to be used, and was not.
  case named(String)
  /// Another name was asked about.
  case place
  /// What a name stands for, or that it is not there.
  case name

  /// A sentence for a mistake that the course did not foresee; nil where another difference says more.
  func text(_ catalog: Catalog, model: AnswerOutline?, learner: AnswerOutline?) -> String? {
    func name(_ dimension: Int) -> String {
      catalog.dimensions.indices.contains(dimension) ? catalog.dimensions[dimension].name : "year"
    }
    switch self {
    case .statement: return "The task asks for something of another kind."
    case .error: return nil
    case .members(let dimension):
      guard let wanted = model?.members(dimension), let taken = learner?.members(dimension) else {
        return nil
      }
      return "Your line takes \(Difference.members(taken, dimension, catalog)); the task asks for "
        + "\(Difference.members(wanted, dimension, catalog))."
    case .figures: return "Your line takes other figures than the task asks for."
    case .noRows(let dimension): return "The task asks for one row for each \(name(dimension))."
    case .extraRows(let dimension):
      return "Your answer has rows for each \(name(dimension)), and the task does not ask for them."
    case .rows: return "The rows are not the ones that the task asks for."
    case .columns: return "The answer should have as many columns as the task asks for figures."
    case .unit: return "The answer is in another unit than the task asks for."
    case .order: return "These are the right rows, in another order than the task asks for."
    case .total: return "The row with the total is missing."
    case .shown: return "The figure is right, and is to be shown in another way."
    case .drawing: return "The task asks for a drawing, or for none."
    case .word(let word): return "That is right. Now do it with `\(WordTable.spelling(word))`."
    case .named(let name): return "That is right. Now do it with the name `\(name)`."
    case .place: return "Your line asks about another name than the task does."
    case .name: return "The name does not stand for what the task asks for."
    case .value: return "That is another figure than the task asks for."
    }
  }

  /// Which difference is told where there are several: the one that says most about what was asked.
  var rank: Int {
    switch self {
    case .statement: 0
    case .error: 1
    case .members(let dimension): 100 + min(dimension, 99)
    case .figures: 200
    case .noRows: 201
    case .extraRows: 202
    case .columns: 203
    case .unit: 204
    case .rows: 205
    case .value: 206
    case .order: 207
    case .total: 208
    case .drawing: 209
    case .shown: 210
    case .name: 211
    case .word, .named: 212
    case .place: 213
    }
  }

  private static func members(_ members: BitSet, _ dimension: Int, _ catalog: Catalog) -> String {
    let label = catalog.dimensions[dimension]
    let codes = members.numbers
    guard let first = codes.first, let last = codes.last else { return "no \(label.name)" }
    if codes.count == label.members.count { return "all \(codes.count) \(label.plural)" }
    if codes.count > 3 { return "\(codes.count) \(label.plural)" }
    if label.isOrdered, codes.count > 1, last - first == codes.count - 1 {
      return "\(label.members[first].name) to \(label.members[last].name)"
    }
    return codes.map { label.members[$0].name }.joined(separator: " and ")
  }
}
