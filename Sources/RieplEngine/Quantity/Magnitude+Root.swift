extension Magnitude {
  /// The greatest natural number whose power of that degree is not above this one.
  func floorRoot(degree: Int) -> Magnitude {
    if degree <= 1 || isZero || isOne { return self }
    if bitWidth <= degree { return .one }
    // The root lies below 2 to this power.
    let rootBits = (bitWidth - 1) / degree + 1
    let degreeBits = Int.bitWidth - degree.leadingZeroBitCount
    if rootBits <= degreeBits + 4 { return bisectedRoot(degree: degree, bits: rootBits) }

    // The root of the leading bits gives the upper part, from which Newton's method comes down.
    let lowBits = (rootBits - degreeBits) / 2
    let upper = shiftedRight(by: lowBits * degree).floorRoot(degree: degree).adding(.one)
    var root = upper.shiftedLeft(by: lowBits)
    while true {
      let power = root.raised(to: UInt64(degree - 1))
      let next = root.multiplied(by: UInt64(degree - 1))
        .adding(quotientAndRemainder(dividingBy: power).quotient)
        .quotientAndRemainder(dividingBy: UInt64(degree)).quotient
      if !(next < root) { return root }
      root = next
    }
  }

  /// The number whose power of that degree is this one, where there is such a number.
  func exactRoot(degree: Int) -> Magnitude? {
    if degree <= 1 || isZero || isOne { return self }
    // The power of an even number has a multiple of the degree of zero bits at the bottom.
    if trailingZeroBitCount % degree != 0 { return nil }
    let root = floorRoot(degree: degree)
    return root.raised(to: UInt64(degree)) == self ? root : nil
  }

  /// Finds a small root bit by bit.
  private func bisectedRoot(degree: Int, bits: Int) -> Magnitude {
    var root: UInt64 = 0
    for position in stride(from: min(bits, 63) - 1, through: 0, by: -1) {
      let candidate = root | (1 << UInt64(position))
      if !(self < Magnitude(candidate).raised(to: UInt64(degree))) { root = candidate }
    }
    return Magnitude(root)
  }
}
