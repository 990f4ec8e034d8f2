import RieplSyntax

/// Which members a figure is of, as clauses, rows and slices have it at a place in a question.
struct Context {
  /// What one dimension is narrowed to.
  struct State {
    /// The members that `for`, `in` and `from` leave.
    var set: BitSet?
    /// The members that a slice names.
    var slice: BitSet?
    /// The axis whose rows narrow it.
    var axis: Int?
    /// Whether the axis stands for the member before that of the row.
    var isBefore = false
  }

  /// One for each dimension of the catalogue.
  var states: [State]
  /// Whether this is the left side of a condition: what it lacks of the context does not matter to it.
  var isCondition = false
  /// The dimensions that a slice behind brackets or a definition names: for what is inside, it is a part of a whole.
  var slicedOutside = BitSet()
  /// Conditions of `where`.
  var filters: [Int] = []
  /// The ends of `from … to …`.
  var span: (dimension: Int, first: Int, last: Int)?
  /// Whether this is inside brackets or a definition.
  var isInBracket = false
  /// Whether a bare measure is added up over what is left out.
  var addsBare = false
  /// Whether a reducer stands beside.
  var hasReducer = false
  /// The dimensions in whose every row shares start afresh.
  var within = BitSet()
  /// For `compare … with MEMBER`: what takes the place of slices of its dimension.
  var replacement: (dimension: Int, members: BitSet)?

  init(dimensions: Int) { states = Array(filling: State(), count: dimensions) }

  /// What a dimension is narrowed to.
  func scope(_ dimension: Int) -> Scope {
    if let slice = states[dimension].slice { return .members(slice) }
    if let axis = states[dimension].axis {
      return states[dimension].isBefore ? .axisBefore(axis) : .axis(axis)
    }
    if let set = states[dimension].set { return .members(set) }
    return .all
  }

  /// Whether anything but a filter names the dimension.
  func names(_ dimension: Int) -> Bool {
    states[dimension].slice != nil || states[dimension].axis != nil || states[dimension].set != nil
  }
}
