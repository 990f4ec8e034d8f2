import RieplEngine
import RieplSyntax

/// Values with all their digits, so that somebody can follow with a pocket calculator.
enum AmountText {
  /// The power of ten that money of a source is printed in: millions where it is published to £1m.
  static func power(_ sourcePower: Int?) -> Int {
    guard let sourcePower, sourcePower > 2 else { return 0 }
    return min(9, (sourcePower + 2) / 3 * 3)
  }

  /// A value with all its digits, or with enough of them and "…" behind where they go on.
  static func text(
    _ value: Rational, _ unit: RieplEngine.Unit, power: Int = 0, least: Int = 0, digits: Int = 6
  )
    -> String
  {
    let power = unit == .money ? power : unit.printedPower
    let scaled = NumberFormat(unit: unit, power: power, decimals: 0).scaled(value)
    var decimals = least
    while decimals < 8, scaled.rounded(decimals: decimals) != scaled { decimals += 1 }
    guard scaled.rounded(decimals: decimals) != scaled else {
      // Pounds with pence have two digits for them.
      if unit == .money, power == 0, decimals == 1 { decimals = 2 }
      return ValueText.text(value, NumberFormat(unit: unit, power: power, decimals: decimals))
    }
    // Six digits that count at least.
    decimals = digits
    while decimals < 14, scaled.magnitude.rounded(decimals: decimals - 4).isZero { decimals += 1 }
    let cut = cut(scaled, decimals)
    let text = ValueText.printed(cut, NumberFormat(unit: unit, power: power, decimals: decimals))
    let tail = text.reversed().prefix { !$0.isNumber }.count
    return text.dropLast(tail) + "…" + text.suffix(tail)
  }

  /// A value without the digits behind a place, which are not rounded.
  private static func cut(_ value: Rational, _ decimals: Int) -> Rational {
    let rounded = value.rounded(decimals: decimals)
    guard value.magnitude < rounded.magnitude else { return rounded }
    do throws(ArithmeticFault) {
      let step = try Rational(10).raised(to: -decimals)
      return try value.isNegative ? rounded.adding(step) : rounded.subtracting(step)
    } catch {
      return rounded
    }
  }

  /// The value of a part.
  static func text(_ part: WorkedPart, power: Int? = nil) -> String {
    if let absence = part.absence { return "no figure (\(RemarkText.reason(absence)))" }
    var shown = power ?? AmountText.power(part.sourcePower)
    // £1,000,000 is written £1m.
    if case .constant = part.instruction, power == nil, part.unit == .money {
      shown =
        [9, 6].first { power in
          let format = NumberFormat(unit: .money, power: power, decimals: 2)
          return part.value.magnitude >= (AmountText.ten(power) ?? .one)
            && format.rounded(part.value) == format.scaled(part.value)
        } ?? 0
    }
    let least = part.unit == .money ? max(0, shown - (part.sourcePower ?? shown)) : 0
    return (part.isApproximate ? "≈" : "") + text(part.value, part.unit, power: shown, least: least)
  }

  private static func ten(_ power: Int) -> Rational? {
    do throws(ArithmeticFault) { return try Rational(10).raised(to: power) } catch { return nil }
  }

  /// A step of rounding: "£1m".
  static func step(_ power: Int, _ unit: RieplEngine.Unit) -> String? {
    do throws(ArithmeticFault) {
      return text(try Rational(10).raised(to: power), unit, power: max(0, min(9, power / 3 * 3)))
    } catch {
      return nil
    }
  }
}
