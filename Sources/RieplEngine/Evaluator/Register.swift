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
  /// A figure, how many went into it, and how many were not there.
  struct Figure {
    let register: Register
    let count: Int
    let missing: Int
  }

  /// The axes that it depends on, with the distance between neighbouring rows of each.
  var axes: [(axis: Int, stride: Int)] = []
  var figures: [Figure] = []
  /// Notes and status; empty where no figure has any.
  var marks: [Mark] = []
  /// How many figures were left out because a figure of a condition is not there.
  var untested = 0

  /// The place of a row's figure, by the row's places along the axes of its block.
  @inline(__always)
  func place(_ block: Block, _ indices: [Int]) -> Int {
    var place = 0
    for (axis, stride) in axes {
      if let position = block.axes.firstIndex(of: axis) { place += indices[position] * stride }
    }
    return place
  }
}

/// Members that axes are narrowed to, by axis; nil for an axis that has rows.
struct Binding {
  var members: [BitSet?]

  init(axes: Int) { members = Array(filling: nil, count: axes) }
}
