/// A figure with nothing to be said of it: no note, no remark, no status, and nobody's in particular.
public struct PlainFigure: Sendable {
  /// The exact value in base units.
  public let value: Rational
  /// How it is printed.
  public let format: NumberFormat
  /// Whether a root made the value inexact.
  public let isApproximate: Bool
}

extension Answer {
  /// The figure that is all there is to this answer; nil for any other answer.
  public var plainFigure: PlainFigure? {
    guard axes.isEmpty, remarks.isEmpty, columns.count == 1, rows.count == 1,
      let cell = rows[0].cells.first, cell.absence == nil, cell.notes.isEmpty, cell.status == .final,
      cell.whose.isEmpty
    else { return nil }
    return PlainFigure(value: cell.value, format: columns[0].format, isApproximate: cell.isApproximate)
  }
}

/// What `it` can stand for: the last answer, or the value of a calculation that went without one.
enum LastAnswer: Sendable {
  case answer(Answer)
  case constant(ConstantCalculation)

  /// The one figure of the answer, if there is exactly one.
  func figure(_ catalog: Catalog) -> LastFigure? {
    switch self {
    case .answer(let answer): return answer.figure(catalog)
    case .constant(let constant):
      let info = constant.info
      return LastFigure(
        quantity: Quantity(constant.value, info.unit, isApproximate: constant.isApproximate), info: info,
        format: constant.figure.format, notes: BitSet(), sources: BitSet(), status: .final)
    }
  }
}
