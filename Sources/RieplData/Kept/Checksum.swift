/// A number of 64 bits made of bytes, to find out whether they are still the same. It holds against accidents, not
/// against somebody who means to deceive: what it guards stands in a folder that only its owner can write to.
enum Checksum {
  /// How much of a file one thread takes at a time.
  static let part = 4 << 20

  @inline(__always)
  private static func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// The number of some bytes.
  static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    let count = bytes.count
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (
      seed ^ 0x9E37_79B9_7F4A_7C15, seed ^ 0xC2B2_AE3D_27D4_EB4F, seed ^ 0x1656_67B1_9E37_79F9,
      seed ^ 0x27D4_EB2F_1656_67C5
    )
    @inline(__always)
    func word(_ offset: Int) -> UInt64 { unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    @inline(__always)
    func add(_ lane: inout UInt64, _ offset: Int, _ key: UInt64) {
      let rotated = lane << 23 | lane >> 41
      lane = (rotated &* 0x9FB2_1C65_1E98_DF25) &+ mixed(word(offset) ^ key, word(offset &+ 8) ^ lane)
    }
    var offset = 0
    while offset &+ 64 <= count {
      add(&lanes.0, offset, 0xA076_1D64_78BD_642F)
      add(&lanes.1, offset &+ 16, 0xE703_7ED1_A0B4_28DB)
      add(&lanes.2, offset &+ 32, 0x8EBC_6AF0_9C88_C6E3)
      add(&lanes.3, offset &+ 48, 0x5899_65CC_7537_4CC3)
      offset &+= 64
    }
    var rest = UInt64(count)
    while offset < count {
      rest =
        mixed(rest ^ 0xD6E8_FEB8_6659_FD93, UInt64(unsafe bytes[offset]) | 0x1_0000_0000_0100) &+ rest << 7
      offset &+= 1
    }
    var result = mixed(lanes.0 ^ rest, lanes.1 ^ 0xA076_1D64_78BD_642F)
    result = mixed(result ^ lanes.2, 0xE703_7ED1_A0B4_28DB) &+ lanes.3
    result = mixed(result ^ lanes.3, 0x8EBC_6AF0_9C88_C6E3) ^ (result >> 29)
    return result
  }

  /// The number of some bytes.
  static func of(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe of($0, seed: seed) }
  }

  /// The number of a text.
  static func of(_ text: String, seed: UInt64 = 0) -> UInt64 { of(Array(text.utf8), seed: seed) }

  /// The number of all that a file holds, worked out on several threads.
  static func of(_ file: MappedFile) -> UInt64 {
    let parts = (file.count + part - 1) / part
    let sums = Shared([UInt64](repeating: 0, count: parts))
    let ticket = Ticket()
    Parallel.run(file.count < part ? 1 : Parallel.threads) { _ in
      while true {
        let number = ticket.take()
        guard number < parts else { return }
        let range = number * part..<min(file.count, (number + 1) * part)
        let sum = unsafe of(
          UnsafeRawBufferPointer(start: file.bytes + range.lowerBound, count: range.count))
        file.release(range)
        sums.change { $0[number] = sum }
      }
    }
    return sums.value.reduce(UInt64(file.count)) { mixed($0 ^ $1, 0x9FB2_1C65_1E98_DF25) &+ $1 }
  }
}
