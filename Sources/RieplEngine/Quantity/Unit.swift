/// The unit of a value. Values are kept in base units: pounds, the ratio of 1 for a percentage, 1 for a count.
public enum Unit: UInt8, Sendable, Hashable {
  case money, percent, points, number, count, rate

  /// How many base units one printed unit is, as a power of ten: a percentage is a hundredth.
  public var printedPower: Int {
    switch self {
    case .percent, .points, .rate: -2
    case .money, .number, .count: 0
    }
  }
}

/// Why there is no figure.
public enum Absence: UInt8, Sendable, Hashable, CaseIterable {
  /// `[x]`
  case notAvailable = 1
  /// `[z]`
  case notApplicable = 2
  /// `[c]`
  case confidential = 3
  /// `[low]`
  case low = 4

  /// The marker that stands for it in official statistics.
  public var marker: String {
    switch self {
    case .notAvailable: "[x]"
    case .notApplicable: "[z]"
    case .confidential: "[c]"
    case .low: "[low]"
    }
  }
}

/// What kind of figure it is, the least certain last.
public enum Status: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  case final = 0, revised, provisional, estimate, forecast

  /// The marker that stands for it in official statistics; empty for a final figure.
  public var marker: String {
    switch self {
    case .final: ""
    case .revised: "[r]"
    case .provisional: "[p]"
    case .estimate: "[e]"
    case .forecast: "[f]"
    }
  }

  /// Whether a figure of the first kind is the more certain one.
  public static func < (left: Status, right: Status) -> Bool { left.rawValue < right.rawValue }
}

/// A single value with its unit.
public struct Quantity: Sendable, Hashable {
  /// The value in base units.
  public var value: Rational
  /// The unit.
  public var unit: Unit
  /// Whether a root made it inexact.
  public var isApproximate: Bool

  /// Makes a quantity.
  public init(_ value: Rational, _ unit: Unit, isApproximate: Bool = false) {
    self.value = value
    self.unit = unit
    self.isApproximate = isApproximate
  }
}
