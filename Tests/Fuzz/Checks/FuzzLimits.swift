import RieplSyntax

/// Bounds that keep one input fast; that the real ones hold is for other tests.
enum FuzzLimits {
  static var limits: Limits {
    var limits = Limits()
    limits.statementBytes = 4096
    limits.tokenBytes = 256
    limits.nodes = 1000
    limits.columns = 20
    limits.figures = 50
    limits.nesting = 40
    limits.steps = 100_000
    return limits
  }
}
