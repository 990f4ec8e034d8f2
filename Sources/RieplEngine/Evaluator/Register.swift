/// A value on the way to a cell.
struct Register: Sendable {
  var value: Rational
  /// 0, or why there is none.
  var absence: UInt8
  var isApproximate: Bool

  init(_ value: Rational, isApproximate: Bool = false) {
    self.value = value
    absence = 0
    self.isApproximate = isApproximate
  }

  init(absence: Absence) {
    value = .zero
    self.absence = absence.rawValue
    isApproximate = false
  }

  static var zero: Register { Register(.zero) }
}

/// The figures of an aggregate, one for each combination of the rows of its axes.
struct AggregateResult {
  /// The axes that it depends on, with the distance between neighbouring rows of each.
  var axes: [(axis: Int, stride: Int)] = []
  var values: [Register] = []
  var counts: [Int] = []
  var missing: [Int] = []
  /// Notes and status; empty where no figure has any.
  var marks: [Mark] = []
}

/// Members that axes are narrowed to, by axis; nil for an axis that has rows.
struct Binding {
  var members: [BitSet?]

  init(axes: Int) { members = Array(repeating: nil, count: axes) }
}
