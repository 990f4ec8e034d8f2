/// What a highlighter tells apart.
public enum TokenClass: String, CaseIterable, Sendable {
  case comment, string, command, newName, question, calculation, operatorWord, clause, comparison, connective
  case unit, answer, year, money, percentage, number, mark, punctuation

  /// What TextMate and Sublime Text call it; themes know these.
  public var scope: String {
    switch self {
    case .comment: "comment.line.number-sign.riepl"
    case .string: "string.quoted.double.riepl"
    case .command: "keyword.control.command.riepl"
    case .newName: "entity.name.constant.riepl"
    case .question: "keyword.control.question.riepl"
    case .calculation: "support.function.calculation.riepl"
    case .operatorWord: "keyword.operator.word.riepl"
    case .clause: "keyword.other.clause.riepl"
    case .comparison: "keyword.operator.comparison.riepl"
    case .connective: "keyword.operator.logical.riepl"
    case .unit: "support.constant.unit.riepl"
    case .answer: "variable.language.answer.riepl"
    case .year: "constant.numeric.year.riepl"
    case .money: "constant.numeric.money.riepl"
    case .percentage: "constant.numeric.percentage.riepl"
    case .number: "constant.numeric.number.riepl"
    case .mark: "keyword.operator.arithmetic.riepl"
    case .punctuation: "punctuation.section.riepl"
    }
  }

  /// What Vim calls it here.
  public var vimGroup: String { "riepl" + rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// The group of Vim's own that it looks like.
  public var vimLink: String {
    switch self {
    case .comment: "Comment"
    case .string: "String"
    case .command: "Statement"
    case .newName: "Identifier"
    case .question: "PreProc"
    case .calculation: "Function"
    case .operatorWord, .comparison, .connective, .mark: "Operator"
    case .clause: "Keyword"
    case .unit: "Type"
    case .answer: "Special"
    case .year: "Constant"
    case .money, .percentage, .number: "Number"
    case .punctuation: "Delimiter"
    }
  }
}
