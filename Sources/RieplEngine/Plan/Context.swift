import RieplSyntax

/// Which members a figure is of, as clauses, rows and slices have it at a place in a question.
struct Context {
  /// For each dimension the members that `for`, `in` and `from` leave.
  var sets: [BitSet?]
  /// For each dimension the axis whose rows narrow it.
  var axes: [Int?]
  /// Whether the axis stands for the member before that of the row.
  var isBefore: [Bool]
  /// For each dimension the members that a slice names.
  var slices: [BitSet?]
  /// Conditions of `where`.
  var filters: [Int] = []
  /// The ends of `from … to …`.
  var span: (dimension: Int, first: Int, last: Int)?
  /// Whether a bare measure is added up over what is left out.
  var addsBare = false
  /// Whether a reducer stands beside.
  var hasReducer = false
  /// The dimensions in whose every row shares start afresh.
  var within = BitSet()
  /// For `compare … with MEMBER`: what takes the place of slices of its dimension.
  var replacement: (dimension: Int, members: BitSet)?

  init(dimensions: Int) {
    sets = Array(repeating: nil, count: dimensions)
    axes = Array(repeating: nil, count: dimensions)
    isBefore = Array(repeating: false, count: dimensions)
    slices = Array(repeating: nil, count: dimensions)
  }

  /// What a dimension is narrowed to.
  func scope(_ dimension: Int) -> Scope {
    if let slice = slices[dimension] { return .members(slice) }
    if let axis = axes[dimension] { return isBefore[dimension] ? .axisBefore(axis) : .axis(axis) }
    if let set = sets[dimension] { return .members(set) }
    return .all
  }

  /// Whether anything but a filter names the dimension.
  func names(_ dimension: Int) -> Bool {
    slices[dimension] != nil || axes[dimension] != nil || sets[dimension] != nil
  }
}
