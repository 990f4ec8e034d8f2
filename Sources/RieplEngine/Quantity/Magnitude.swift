/// A natural number of many bits.
///
/// Nothing here limits the size: `BigInteger` and `Rational` do, and keep what they pass in within a small
/// multiple of `BigInteger.maximumBits`.
struct Magnitude: Sendable, Hashable {
  /// The digits in base 2⁶⁴, least first, without zeros at the top; none at all for zero.
  let limbs: [UInt64]

  /// Takes limbs, least first, and drops the zeros at the top.
  init(limbs: [UInt64]) {
    var trimmed = limbs
    while trimmed.last == 0 { trimmed.removeLast() }
    self.limbs = trimmed
  }

  /// Takes a number of one limb.
  init(_ value: UInt64) {
    limbs = value == 0 ? [] : [value]
  }

  /// Takes a number of up to two limbs.
  init(_ value: UInt128) {
    self.init(limbs: [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)])
  }

  static let zero = Magnitude(limbs: [])
  static let one = Magnitude(1 as UInt64)

  var isZero: Bool { limbs.isEmpty }
  var isOne: Bool { limbs.count == 1 && limbs[0] == 1 }

  /// The number of bits up to the highest one set; 0 for zero.
  var bitWidth: Int {
    guard let top = limbs.last else { return 0 }
    return limbs.count * 64 - top.leadingZeroBitCount
  }

  /// The number of zero bits at the bottom; 0 for zero.
  var trailingZeroBitCount: Int {
    guard let index = limbs.firstIndex(where: { $0 != 0 }) else { return 0 }
    return index * 64 + limbs[index].trailingZeroBitCount
  }

  /// The same number in one limb, where it fits.
  var word: UInt64? {
    switch limbs.count {
    case 0: return 0
    case 1: return limbs[0]
    default: return nil
    }
  }

  // MARK: - Sum and difference

  func adding(_ other: Magnitude) -> Magnitude {
    let (long, short) = limbs.count >= other.limbs.count ? (limbs, other.limbs) : (other.limbs, limbs)
    var result = long
    var carry = false
    for index in long.indices {
      if index >= short.count && !carry { break }
      let addend = index < short.count ? short[index] : 0
      let (partial, overflow) = long[index].addingReportingOverflow(addend)
      let (sum, overflowOfCarry) = partial.addingReportingOverflow(carry ? 1 : 0)
      result[index] = sum
      carry = overflow || overflowOfCarry
    }
    if carry { result.append(1) }
    return Magnitude(limbs: result)
  }

  /// The distance to another number, and whether that other one is the greater.
  func difference(_ other: Magnitude) -> (distance: Magnitude, isNegative: Bool) {
    let isNegative = self < other
    let (high, low) = isNegative ? (other.limbs, limbs) : (limbs, other.limbs)
    var result = high
    var borrow = false
    for index in high.indices {
      if index >= low.count && !borrow { break }
      let subtrahend = index < low.count ? low[index] : 0
      let (partial, overflow) = high[index].subtractingReportingOverflow(subtrahend)
      let (rest, overflowOfBorrow) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
      result[index] = rest
      borrow = overflow || overflowOfBorrow
    }
    return (Magnitude(limbs: result), isNegative)
  }

  // MARK: - Product and power

  func multiplied(by other: Magnitude) -> Magnitude {
    if isZero || other.isOne { return self }
    if other.isZero || isOne { return other }
    var result = [UInt64](repeating: 0, count: limbs.count + other.limbs.count)
    for (offset, factor) in limbs.enumerated() {
      var carry: UInt64 = 0
      for index in other.limbs.indices {
        // At most (2⁶⁴−1)² + 2·(2⁶⁴−1) = 2¹²⁸−1.
        let total =
          UInt128(factor) &* UInt128(other.limbs[index]) &+ UInt128(result[offset + index])
          &+ UInt128(carry)
        result[offset + index] = UInt64(truncatingIfNeeded: total)
        carry = UInt64(truncatingIfNeeded: total >> 64)
      }
      result[offset + other.limbs.count] = carry
    }
    return Magnitude(limbs: result)
  }

  /// The product with a number of one limb, plus another of one limb.
  func multiplied(by factor: UInt64, adding addend: UInt64 = 0) -> Magnitude {
    var result: [UInt64] = []
    result.reserveCapacity(limbs.count + 1)
    var carry = addend
    for limb in limbs {
      let total = UInt128(limb) &* UInt128(factor) &+ UInt128(carry)
      result.append(UInt64(truncatingIfNeeded: total))
      carry = UInt64(truncatingIfNeeded: total >> 64)
    }
    result.append(carry)
    return Magnitude(limbs: result)
  }

  /// The power with a natural exponent; the caller sees to it that the result is of a sensible size.
  func raised(to exponent: UInt64) -> Magnitude {
    var result = Magnitude.one
    for position in stride(from: 63 - exponent.leadingZeroBitCount, through: 0, by: -1) {
      result = result.multiplied(by: result)
      if (exponent >> UInt64(position)) & 1 == 1 { result = result.multiplied(by: self) }
    }
    return result
  }

  /// Ten to a natural power.
  static func powerOfTen(_ exponent: Int) -> Magnitude {
    if exponent <= 0 { return .one }
    if exponent < PowersOfTen.count { return Magnitude(PowersOfTen[exponent]) }
    return Magnitude(5 as UInt64).raised(to: UInt64(exponent)).shiftedLeft(by: exponent)
  }

  // MARK: - Shifts

  func shiftedLeft(by count: Int) -> Magnitude {
    if isZero || count <= 0 { return self }
    let (words, bits) = (count / 64, UInt64(count % 64))
    var result = [UInt64](repeating: 0, count: words)
    result.reserveCapacity(words + limbs.count + 1)
    var carry: UInt64 = 0
    for limb in limbs {
      result.append(bits == 0 ? limb : (limb << bits) | carry)
      carry = bits == 0 ? 0 : limb >> (64 - bits)
    }
    result.append(carry)
    return Magnitude(limbs: result)
  }

  func shiftedRight(by count: Int) -> Magnitude {
    if count <= 0 { return self }
    let (words, bits) = (count / 64, UInt64(count % 64))
    if words >= limbs.count { return .zero }
    var result: [UInt64] = []
    result.reserveCapacity(limbs.count - words)
    for index in words..<limbs.count {
      let next = index + 1 < limbs.count ? limbs[index + 1] : 0
      result.append(bits == 0 ? limbs[index] : (limbs[index] >> bits) | (next << (64 - bits)))
    }
    return Magnitude(limbs: result)
  }
}

extension Magnitude: Comparable {
  static func < (left: Magnitude, right: Magnitude) -> Bool {
    if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
    for index in left.limbs.indices.reversed() where left.limbs[index] != right.limbs[index] {
      return left.limbs[index] < right.limbs[index]
    }
    return false
  }
}
