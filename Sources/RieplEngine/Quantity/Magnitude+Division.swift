extension Magnitude {
  /// The quotient and what is left over; dividing by zero leaves all of it over.
  func quotientAndRemainder(dividingBy divisor: Magnitude) -> (quotient: Magnitude, remainder: Magnitude) {
    if divisor.isZero || self < divisor { return (.zero, self) }
    if let word = divisor.word {
      let (quotient, remainder) = quotientAndRemainder(dividingBy: word)
      return (quotient, Magnitude(remainder))
    }
    return dividedLong(by: divisor)
  }

  /// The quotient and what is left over for a divisor of one limb; dividing by zero gives zero and zero.
  func quotientAndRemainder(dividingBy divisor: UInt64) -> (quotient: Magnitude, remainder: UInt64) {
    if divisor == 0 { return (.zero, 0) }
    if divisor == 1 { return (self, 0) }
    var quotient = limbs
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      // The remainder is below the divisor, so that the quotient fits one limb.
      (quotient[index], remainder) = divisor.dividingFullWidth((remainder, limbs[index]))
    }
    return (Magnitude(limbs: quotient), remainder)
  }

  /// Knuth's algorithm D, for a divisor of two limbs or more that is not above the dividend.
  private func dividedLong(by divisor: Magnitude) -> (quotient: Magnitude, remainder: Magnitude) {
    let count = divisor.limbs.count
    let shift = (divisor.limbs.last ?? 1).leadingZeroBitCount
    let normal = divisor.shiftedLeft(by: shift).limbs
    var rest = shiftedLeft(by: shift).limbs
    while rest.count <= limbs.count { rest.append(0) }
    let (top, next) = (normal[count - 1], normal[count - 2])
    var quotient = [UInt64](repeating: 0, count: limbs.count - count + 1)
    for position in quotient.indices.reversed() {
      var guess = Magnitude.guess(
        rest[position + count], rest[position + count - 1], rest[position + count - 2], top, next)
      if Magnitude.subtract(normal, times: guess, from: &rest, at: position) {
        guess &-= 1  // It was one too many, which happens about once in 2⁶³ times.
        Magnitude.add(normal, to: &rest, at: position)
      }
      quotient[position] = guess
    }
    return (Magnitude(limbs: quotient), Magnitude(limbs: rest).shiftedRight(by: shift))
  }

  /// The next limb of the quotient out of the three leading ones, right or one too many.
  private static func guess(
    _ high: UInt64, _ middle: UInt64, _ low: UInt64, _ top: UInt64, _ next: UInt64
  ) -> UInt64 {
    var guess = UInt64.max
    var rest: UInt128
    if high < top {
      let (quotient, remainder) = top.dividingFullWidth((high, middle))
      guess = quotient
      rest = UInt128(remainder)
    } else {
      rest = UInt128(middle) &+ UInt128(top)
    }
    while rest >> 64 == 0 && UInt128(guess) &* UInt128(next) > (rest << 64) | UInt128(low) {
      guess &-= 1
      rest &+= UInt128(top)
    }
    return guess
  }

  /// Takes a multiple off the limbs from a position on; true where it was more than there was.
  private static func subtract(
    _ divisor: [UInt64], times factor: UInt64, from rest: inout [UInt64], at position: Int
  ) -> Bool {
    var carry: UInt64 = 0
    var borrow: UInt64 = 0
    for index in divisor.indices {
      let product = UInt128(divisor[index]) &* UInt128(factor) &+ UInt128(carry)
      carry = UInt64(truncatingIfNeeded: product >> 64)
      let (partial, first) = rest[position + index].subtractingReportingOverflow(
        UInt64(truncatingIfNeeded: product))
      let (difference, second) = partial.subtractingReportingOverflow(borrow)
      rest[position + index] = difference
      borrow = first || second ? 1 : 0
    }
    let (partial, first) = rest[position + divisor.count].subtractingReportingOverflow(carry)
    let (difference, second) = partial.subtractingReportingOverflow(borrow)
    rest[position + divisor.count] = difference
    return first || second
  }

  /// Adds the divisor back to the limbs from a position on; the carry out cancels the borrow before.
  private static func add(_ divisor: [UInt64], to rest: inout [UInt64], at position: Int) {
    var carry: UInt128 = 0
    for index in divisor.indices {
      let sum = UInt128(rest[position + index]) &+ UInt128(divisor[index]) &+ carry
      rest[position + index] = UInt64(truncatingIfNeeded: sum)
      carry = sum >> 64
    }
    rest[position + divisor.count] &+= UInt64(truncatingIfNeeded: carry)
  }
}
