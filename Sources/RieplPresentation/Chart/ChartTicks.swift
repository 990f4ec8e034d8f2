import RieplEngine

/// Round values along an axis: multiples of 1, 2 or 5 times a power of ten, worked out exactly.
struct ChartTicks {
  /// The values, from the last at or below the lowest figure to the first at or above the highest.
  let values: [Rational]
  /// How far they stand apart.
  let step: Rational
  /// The power of ten in the step.
  let power: Int

  /// Ticks for figures from `low` to `high`, of which one is below the other, with at most so many steps between.
  init(from low: Rational, to high: Rational, steps most: Int) throws(ArithmeticFault) {
    let raw = try high.subtracting(low).divided(by: Rational(max(1, most)))
    // A step of this power of ten is too small or just right.
    var power = try ChartTicks.power(raw)
    while true {
      for factor in [1, 2, 5] {
        let step = try Rational(factor).multiplied(by: try ChartTicks.powerOfTen(power))
        let first = try low.divided(by: step).floor()
        let last = try high.divided(by: step).negated.floor().negated
        guard let from = first.integerValue, let to = last.integerValue, to - from <= Int64(max(2, most))
        else { continue }
        var values: [Rational] = []
        for number in from...max(from, to) { values.append(try step.multiplied(by: Rational(number))) }
        (self.values, self.step, self.power) = (values, step, power)
        return
      }
      power += 1
    }
  }

  /// The power of ten at or below a positive value.
  private static func power(_ value: Rational) throws(ArithmeticFault) -> Int {
    var power = 0
    if value < .one {
      while power > -400, try powerOfTen(power) > value { power -= 1 }
    } else {
      while power < 1300, try powerOfTen(power + 1) <= value { power += 1 }
    }
    return power
  }

  private static func powerOfTen(_ power: Int) throws(ArithmeticFault) -> Rational {
    try Rational(10).raised(to: power)
  }

  /// How the values are written: `£5m`, `20%`, all with as many decimals as the step needs.
  func format(_ unit: RieplEngine.Unit) -> NumberFormat {
    var printed = unit.printedPower
    if printed == 0, let largest = values.map(\.magnitude).max() {
      for (bound, power): (Int64, Int) in [(10_000, 3), (1_000_000, 6), (1_000_000_000, 9)]
      where largest >= Rational(bound) {
        printed = power
      }
    }
    return NumberFormat(unit: unit, power: printed, decimals: max(0, printed - power))
  }
}
