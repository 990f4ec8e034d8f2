public import RieplEngine
import RieplSyntax

/// How single values are written, so that they can be typed back.
public enum ValueText {
  /// Writes a value in the form of its column: `£26,604,028`, `35.00%`, `-2.07 points`, `£4,900m`.
  public static func append(
    _ value: Rational, _ format: NumberFormat, isApproximate: Bool, to bytes: inout [UInt8]
  ) {
    if isApproximate { bytes.append(contentsOf: [0xE2, 0x89, 0x88]) }
    let scaled = format.scaled(value)
    switch format.unit {
    case .money:
      if scaled.isNegativeAfterRounding(decimals: format.decimals) { bytes.append(UInt8(ascii: "-")) }
      bytes.append(contentsOf: [0xC2, 0xA3])
      scaled.magnitude.appendDecimal(decimals: format.decimals, grouping: true, to: &bytes)
      switch format.power {
      case 3: bytes.append(UInt8(ascii: "k"))
      case 6: bytes.append(UInt8(ascii: "m"))
      case 9: bytes.append(contentsOf: [UInt8(ascii: "b"), UInt8(ascii: "n")])
      default: break
      }
    case .percent, .points, .rate, .number, .count:
      scaled.appendDecimal(decimals: format.decimals, grouping: true, to: &bytes)
      switch format.unit {
      case .percent: bytes.append(UInt8(ascii: "%"))
      case .rate: bytes.append(contentsOf: "% a year".utf8)
      case .points: bytes.append(contentsOf: " points".utf8)
      default:
        switch format.power {
        case 3: bytes.append(UInt8(ascii: "k"))
        case 6: bytes.append(UInt8(ascii: "m"))
        case 9: bytes.append(contentsOf: "bn".utf8)
        default: break
        }
      }
    }
  }

  /// Writes a figure of which nothing has to be said.
  public static func append(_ figure: PlainFigure, to bytes: inout [UInt8]) {
    append(figure.value, figure.format, isApproximate: figure.isApproximate, to: &bytes)
  }

  /// A value as text.
  public static func text(_ value: Rational, _ format: NumberFormat, isApproximate: Bool = false) -> String {
    var bytes: [UInt8] = []
    append(value, format, isApproximate: isApproximate, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A cell as text: its value, or the marker of what is missing.
  public static func text(_ cell: AnswerCell, _ format: NumberFormat) -> String {
    if let absence = cell.absence { return absence.marker }
    return text(cell.value, format, isApproximate: cell.isApproximate)
  }

  /// A value that is already in printed units.
  public static func printed(_ value: Rational, _ format: NumberFormat, decimals: Int? = nil) -> String {
    let plain = NumberFormat(unit: format.unit, power: format.power, decimals: decimals ?? format.decimals)
    guard let factor = factor(format.power) else { return text(value, plain) }
    do throws(ArithmeticFault) {
      return text(try value.multiplied(by: factor), plain)
    } catch {
      return text(value, plain)
    }
  }

  private static func factor(_ power: Int) -> Rational? {
    do throws(ArithmeticFault) {
      return try Rational(10).raised(to: power)
    } catch {
      return nil
    }
  }

  /// A large amount in words: `£185.0m`; nil for one that needs none.
  public static func inWords(_ cell: AnswerCell, _ format: NumberFormat) -> String? {
    guard format.unit == .money, cell.absence == nil, !cell.isApproximate else { return nil }
    let size = cell.value.magnitude
    let power = size >= Rational(1_000_000_000) ? 9 : size >= Rational(1_000_000) ? 6 : 0
    guard power > format.power else { return nil }
    return text(cell.value, NumberFormat(unit: .money, power: power, decimals: 1))
  }

  /// What a heading says of a column's unit.
  public static func unit(_ format: NumberFormat) -> String {
    switch format.unit {
    case .money: "£" + Formatter.suffix(format.power)
    case .percent: "%"
    case .rate: "% a year"
    case .points: "points"
    case .number: Formatter.suffix(format.power)
    case .count: ""
    }
  }
}
