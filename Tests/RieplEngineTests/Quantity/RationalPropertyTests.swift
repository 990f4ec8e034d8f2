import Testing

@testable import RieplEngine

@Suite struct RationalPropertyTests {
  @Test(arguments: [1, 2, 3, 20_260_726] as [UInt64])
  func keepsTheLawsOfArithmetic(seed: UInt64) throws {
    var random = QuantityRandom(seed: seed)
    for round in 0..<2_000 {
      let (a, b, c) = (try random.rational(), try random.rational(), try random.rational())
      let hint = Comment(rawValue: "seed \(seed), round \(round): \(a), \(b), \(c)")
      #expect(try a.adding(b) == b.adding(a), hint)
      #expect(try a.adding(b).adding(c) == a.adding(b.adding(c)), hint)
      #expect(try a.multiplied(by: b) == b.multiplied(by: a), hint)
      #expect(try a.multiplied(by: b).multiplied(by: c) == a.multiplied(by: b.multiplied(by: c)), hint)
      #expect(
        try a.adding(b).multiplied(by: c) == a.multiplied(by: c).adding(b.multiplied(by: c)), hint)
      #expect(try a.subtracting(b) == a.adding(b.negated), hint)
      #expect(try a.subtracting(a).isZero, hint)
      #expect(a.negated.negated == a, hint)
      if !b.isZero {
        #expect(try a.divided(by: b).multiplied(by: b) == a, hint)
        #expect(try b.divided(by: b) == .one, hint)
        #expect(try b.raised(to: -2).multiplied(by: b).multiplied(by: b) == .one, hint)
      }
    }
  }

  @Test(arguments: [4, 5, 6] as [UInt64])
  func ordersAsTheDifferenceHasItsSign(seed: UInt64) throws {
    var random = QuantityRandom(seed: seed)
    for round in 0..<3_000 {
      let (a, b) = (try random.rational(), try random.rational())
      let hint = Comment(rawValue: "seed \(seed), round \(round): \(a), \(b)")
      let sign = try a.subtracting(b).signum()
      #expect((a < b) == (sign < 0), hint)
      #expect((a > b) == (sign > 0), hint)
      #expect((a == b) == (sign == 0), hint)
      let same = try a.adding(b).subtracting(b)
      #expect(same == a && same.hashValue == a.hashValue, hint)
    }
  }

  @Test(arguments: [7, 8, 9] as [UInt64])
  func readsBackWhatItWrites(seed: UInt64) throws {
    var random = QuantityRandom(seed: seed)
    for round in 0..<2_000 {
      let value = try random.rational()
      let hint = Comment(rawValue: "seed \(seed), round \(round): \(value)")
      #expect(try rational(value.exactText) == value, hint)
      let decimals = Int(random.next() % 60) - 25
      let rounded = value.rounded(decimals: decimals)
      #expect(Rational(decimal: value.decimalDigits(decimals: decimals)) == rounded, hint)
      var grouped: [UInt8] = []
      value.appendDecimal(decimals: decimals, grouping: true, to: &grouped)
      grouped.removeAll { $0 == UInt8(ascii: ",") }
      #expect(String(decoding: grouped, as: UTF8.self) == value.decimalDigits(decimals: decimals), hint)
      let distance = try rounded.subtracting(value).magnitude.multiplied(
        by: Rational(10).raised(to: decimals))
      #expect(try distance <= quotient(1, 2), hint)
    }
  }

  @Test(arguments: [10, 11, 12] as [UInt64])
  func calculatesAlikeInWordsAndBeyond(seed: UInt64) throws {
    var random = QuantityRandom(seed: seed)
    for round in 0..<3_000 {
      let (a, b) = (random.smallRational(), random.smallRational())
      let hint = Comment(rawValue: "seed \(seed), round \(round): \(a), \(b)")
      let (long, other) = (a.fraction, b.fraction)
      #expect(try a.adding(b) == Rational(lowest: long.adding(other)), hint)
      #expect(try a.subtracting(b) == Rational(lowest: long.adding(other.negated)), hint)
      #expect(try a.multiplied(by: b) == Rational(lowest: long.multiplied(by: other)), hint)
      #expect((a < b) == (long < other), hint)
      if !b.isZero {
        #expect(try a.divided(by: b) == Rational(lowest: long.multiplied(by: other.inverted)), hint)
      }
      let decimals = Int(random.next() % 20)
      var bytes: [UInt8] = []
      a.appendLongDecimal(decimals: decimals, grouping: false, to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == a.decimalDigits(decimals: decimals), hint)
    }
  }

  @Test(arguments: [13, 14] as [UInt64])
  func sumsAlikeInAnyOrder(seed: UInt64) throws {
    var random = QuantityRandom(seed: seed)
    for round in 0..<100 {
      let values = (0..<40).map { _ in
        Rational(numerator: random.word(), denominator: 1 + Int64(random.next() % 50))
      }
      .compactMap { $0 }
      var (forwards, backwards) = (Rational.zero, Rational.zero)
      for value in values { forwards = try forwards.adding(value) }
      for value in values.reversed() { backwards = try backwards.adding(value) }
      #expect(forwards == backwards, "seed \(seed), round \(round)")
      for value in values { forwards = try forwards.subtracting(value) }
      #expect(forwards.isZero && forwards.box == nil, "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: [15, 16] as [UInt64])
  func takesTheRootOfAPower(seed: UInt64) throws {
    var random = QuantityRandom(seed: seed)
    for round in 0..<200 {
      let value = random.smallRational().magnitude
      let degree = 1 + Int(random.next() % 30)
      let hint = Comment(rawValue: "seed \(seed), round \(round): \(value), \(degree)")
      let power = try value.raised(to: degree)
      let root = try power.root(degree)
      #expect(root.isExact && root.value == value, hint)
      if degree < 2 || value.isZero { continue }
      // Next to a power the root is not exact, but almost the same.
      let nearOne = try Rational.one.adding(Rational(10).raised(to: -100))
      let near = try power.multiplied(by: nearOne).root(degree)
      #expect(!near.isExact, hint)
      let error = try near.value.divided(by: value).subtracting(.one).magnitude
      #expect(try error < Rational(10).raised(to: -40), hint)
    }
  }
}
