/// One or more calculations, and the clauses that say of what.
public struct Question: Sendable {
  /// What is to be shown; nil where that is not said.
  public var view: View?
  /// The word in front of the calculations: `rank`, `project` or `compare`.
  public var modifier: Modifier
  /// The calculations, one column each; empty in a follow-up.
  public var columns: TreeList<ExpressionID>
  /// What the first calculation is compared with.
  public var against: Against?
  /// As they were written; each kind at most once, except members.
  public var clauses: TreeList<Clause>
  /// Where it stands, with its clauses but without brackets around it.
  public var range: SourceRange
}

/// What is shown of an answer.
public enum View: UInt8, Sendable, Hashable {
  case show, chart
}

/// What a chart is drawn as.
public enum ChartForm: UInt8, CaseIterable, Sendable, Hashable {
  /// A bar for each figure, from zero.
  case bars
  /// A line for each row, over the members of an ordered dimension.
  case lines
  /// A bar for each part of a whole, beside all of it.
  case shareBars
}

/// What is done with a whole calculation.
public enum Modifier: UInt8, Sendable, Hashable {
  case none, rank, project, compare
}

/// The right side of `compare`.
public enum Against: Sendable {
  case calculation(ExpressionID)
  /// The same calculation for another member.
  case member(NameUse)
}

/// The kinds of clauses, in the order in which the formatter writes them.
public enum ClauseKind: UInt8, CaseIterable, Sendable, Hashable {
  case members, span, `where`, by, keep, sort, cut, within, rates, until, method, nearest, withTotal, display,
    chartForm
}

/// A clause of a question.
public struct Clause: Sendable {
  /// What it says; its case is the kind.
  public let body: ClauseBody
  /// Where it stands, without a comma in front.
  public let range: SourceRange

  /// Its kind.
  public var kind: ClauseKind {
    switch body {
    case .members: .members
    case .span: .span
    case .where: .where
    case .by: .by
    case .keep: .keep
    case .sort: .sort
    case .cut: .cut
    case .within: .within
    case .rates: .rates
    case .until: .until
    case .method: .method
    case .nearest: .nearest
    case .withTotal: .withTotal
    case .display: .display
    case .chartForm: .chartForm
    }
  }
}

/// What a clause says.
public enum ClauseBody: Sendable {
  /// `for` or `in`: only these members.
  case members(TreeList<MemberItem>)
  /// `from A to B`: one name or two.
  case span(TreeList<NameUse>)
  case `where`(ConditionID)
  /// Dimensions and members, one row each.
  case by(TreeList<NameUse>)
  /// Only answers that compare like this; the second value is for `between`.
  case keep(Comparison, ExpressionID, ExpressionID?)
  case sort(SortOrder)
  case cut(Int, fromTop: Bool)
  case within(NameUseID)
  case rates(TreeList<RateSegment>)
  case until(NameUseID)
  case method(isLinear: Bool)
  case nearest(ExpressionID)
  case withTotal
  case display(DisplayUnit?, decimals: Int?)
  /// `as bars`, `as lines` or `as share bars`.
  case chartForm(ChartForm)
}

/// The order of rows.
public enum SortOrder: UInt8, Sendable, Hashable {
  case highest, lowest, name
}

/// A yearly rate and the last year in which it holds.
public struct RateSegment: Sendable {
  /// The number of the calculation of the rate, such as 3 %.
  public let rate: ExpressionID
  /// The last year; nil for one year or, in the last segment, for all years to the end.
  public let until: NameUse?
}

/// A unit to show figures in.
public enum DisplayUnit: Sendable, Hashable {
  /// Pounds, by a power of ten: 0, 3, 6 or 9.
  case money(power: Int)
  case percent
  case points
  /// A plain number, by a power of ten.
  case number(power: Int)
}

/// A condition on single figures.
public enum Condition: Sendable {
  case any(TreeList<ConditionID>)
  case all(TreeList<ConditionID>)
  case not(ConditionID)
  /// A dimension's member is, or is not, among these.
  case membership(dimension: NameUseID, TreeList<MemberItem>, isNot: Bool)
  /// A member's place in an ordered dimension, compared with one member or two.
  case ordering(dimension: NameUseID, Comparison, TreeList<NameUse>)
  /// The names of members have these letters in them, or in front.
  case matching(dimension: NameUseID, TextUse, isStart: Bool)
  /// A figure compared with another; the last value is for `between`.
  case comparison(ExpressionID, Comparison, ExpressionID, ExpressionID?)
}
