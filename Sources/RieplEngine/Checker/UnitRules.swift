import RieplSyntax

/// What units make when values are added, multiplied and divided.
enum UnitRules {
  /// The unit of a sum or a difference, nil where there is none.
  static func sum(_ left: Unit, _ right: Unit, isDifference: Bool) -> Unit? {
    switch (left, right) {
    case (.percent, .percent), (.rate, .rate), (.rate, .percent), (.percent, .rate):
      isDifference ? .points : left
    case (.percent, .points), (.points, .points), (.rate, .points): left
    case (.points, .percent), (.points, .rate): isDifference ? nil : right
    case (.count, .number), (.number, .count): .number
    case let (left, right) where left == right: left
    default: nil
    }
  }

  /// The unit of a product, nil where there is none.
  static func product(_ left: Unit, _ right: Unit) -> Unit? {
    switch (left, right) {
    case (.number, let other), (let other, .number): other
    case (.percent, .percent), (.rate, .percent), (.percent, .rate), (.rate, .rate): .percent
    case (.percent, let other), (let other, .percent), (.rate, let other), (let other, .rate): other
    case (.count, .count): .count
    case (.count, let other), (let other, .count): other
    default: nil
    }
  }

  /// The unit of a quotient, nil where there is none.
  static func quotient(_ left: Unit, _ right: Unit) -> Unit? {
    switch (left, right) {
    case let (left, right) where left == right: .number
    case (.percent, .points), (.points, .percent), (.percent, .rate), (.rate, .percent), (.points, .rate),
      (.rate, .points):
      .number
    case (let left, .number), (let left, .count): left == .count ? .number : left
    case (let left, .percent), (let left, .rate): left == .count ? .number : left
    case (.number, .points), (.count, .points), (.count, .money): .number
    default: nil
    }
  }

  /// Whether values of two units can be compared.
  static func compares(_ left: Unit, _ right: Unit) -> Bool {
    switch (left, right) {
    case let (left, right) where left == right: true
    case (.count, .number), (.number, .count): true
    case (.percent, .rate), (.rate, .percent): true
    default: false
    }
  }

  /// What a message calls a value of the unit.
  static func title(_ unit: Unit) -> String {
    switch unit {
    case .money: "an amount of money"
    case .percent: "a percentage"
    case .points: "percentage points"
    case .number: "a number"
    case .count: "a count"
    case .rate: "a rate a year"
    }
  }
}
