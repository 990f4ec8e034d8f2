import RieplSyntax

/// Which unit and how many decimals a column is printed with.
enum FormatRules {
  /// - Parameters:
  ///   - values: The values that are printed, where the form depends on them.
  ///   - extra: Decimals more than the source has, for a derived value.
  static func format(_ column: Column, values: [Rational], extra: Int = 2) -> NumberFormat {
    let info = column.info
    var unit = info.unit
    var power = unit.printedPower
    var decimals: Int?
    switch column.display {
    case .money(let asked):
      unit = .money
      power = asked
      decimals = asked >= 6 ? 1 : 0
      if info.unit == .number { decimals = 2 }
    case .percent:
      unit = info.unit == .rate ? .rate : .percent
      power = -2
      decimals = 2
    case .points:
      unit = .points
      power = -2
      decimals = 2
    case .number(let asked):
      unit = .number
      power = asked
      decimals = nil
    case nil: break
    }
    if let asked = column.decimals { return NumberFormat(unit: unit, power: power, decimals: asked) }
    if info.isConstant, column.display == nil, unit != .count, values.count == 1 {
      return constant(values[0], unit)
    }
    if let decimals {
      // As many decimals as show the source's own precision in the unit asked for, where that is more exact.
      return NumberFormat(unit: unit, power: power, decimals: decimals)
    }
    switch unit {
    case .money:
      guard let source = info.sourcePower else {
        return NumberFormat(unit: unit, power: 0, decimals: plain(values, limit: 6, fallback: 2))
      }
      if column.display == nil { power = displayPower(source) }
      let base = max(0, power - source)
      let isExact = !info.isDerived || values.allSatisfy { $0.rounded(decimals: base - power) == $0 }
      // A forecast has one decimal more than its source, but no pence.
      if extra == 1 { return NumberFormat(unit: unit, power: power, decimals: power == 0 ? base : base + 1) }
      return NumberFormat(unit: unit, power: power, decimals: isExact ? base : base + extra)
    case .percent, .points, .rate:
      if info.isDerived, !info.isConstant { return NumberFormat(unit: unit, power: -2, decimals: 2) }
      guard let source = info.sourcePower else {
        return NumberFormat(
          unit: unit, power: -2, decimals: max(0, plain(values.map { times100($0) }, limit: 6, fallback: 2)))
      }
      return NumberFormat(unit: unit, power: -2, decimals: max(0, -2 - source))
    case .number:
      if info.isConstant || info.sourcePower == nil {
        return NumberFormat(unit: unit, power: power, decimals: plain(values, limit: 6, fallback: 6))
      }
      let source = max(0, -(info.sourcePower ?? 0))
      if values.allSatisfy({ $0.rounded(decimals: source) == $0 }) {
        return NumberFormat(unit: unit, power: power, decimals: source)
      }
      return NumberFormat(unit: unit, power: power, decimals: significant(values, atLeast: source + 2))
    case .count:
      return NumberFormat(
        unit: unit, power: 0, decimals: info.isDerived ? plain(values, limit: 2, fallback: 2) : 0)
    }
  }

  /// How a value of literals alone is printed: with as many decimals as it has, up to six.
  static func constant(_ value: Rational, _ unit: Unit) -> NumberFormat {
    switch unit {
    case .money: NumberFormat(unit: unit, power: 0, decimals: value.decimals(upTo: 6) ?? 2)
    case .percent, .points, .rate:
      NumberFormat(unit: unit, power: -2, decimals: times100(value).decimals(upTo: 6) ?? 2)
    case .number: NumberFormat(unit: unit, power: 0, decimals: value.decimals(upTo: 6) ?? 6)
    case .count: NumberFormat(unit: unit, power: 0, decimals: 0)
    }
  }

  /// Whether the form of a column depends on its values, and not only on its unit and its source.
  static func needsValues(_ column: Column) -> Bool {
    column.info.unit != .money || column.info.isDerived || column.info.sourcePower == nil
  }

  private static func times100(_ value: Rational) -> Rational {
    do throws(ArithmeticFault) {
      return try value.multiplied(by: Rational(100))
    } catch {
      return value
    }
  }

  /// Money published to £1m prints as millions, to £1,000 as thousands.
  static func displayPower(_ source: Int) -> Int { source <= 2 ? 0 : min(9, (source + 2) / 3 * 3) }

  /// The fewest decimals that print all values exactly; the fallback where that takes too many.
  private static func plain(_ values: [Rational], limit: Int, fallback: Int) -> Int {
    for decimals in 0...limit where values.allSatisfy({ $0.rounded(decimals: decimals) == $0 }) {
      return decimals
    }
    return fallback
  }

  /// Decimals that show three figures of the smallest value below one.
  private static func significant(_ values: [Rational], atLeast: Int) -> Int {
    var decimals = atLeast
    for value in values where !value.isZero {
      while decimals < 9, value.magnitude.rounded(decimals: decimals - 2) == .zero { decimals += 1 }
    }
    return decimals
  }
}
