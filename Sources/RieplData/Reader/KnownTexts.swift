import CScan

/// Texts of up to 32 bytes and their codes, which a processor with wide registers finds in few steps.
///
/// A column has mostly few texts, and then none has to stand behind another that has the same place: that would cost a
/// branch which no processor can foresee. Where it happens, all get other places.
@safe struct KnownTexts: ~Copyable {
  private var texts = unsafe riepl_known_texts()
  private var count = 0
  /// How often all got other places.
  private var tries = 0
  /// The rows whose texts were not known.
  private(set) var missed: UnsafeMutablePointer<UInt32>
  /// How many texts were looked for, and how many were not known.
  private var asked = 0
  private var unknown = 0

  private static let most = 24

  init() {
    // Of thousands of columns few are looked at: there is no room before it is needed.
    unsafe missed = .allocate(capacity: 0)
  }

  deinit {
    unsafe texts.places?.deallocate()
    unsafe missed.deallocate()
  }

  /// Whether most texts are not found.
  var isOfNoUse: Bool { unknown > 16 * RowScanner.batch && unknown > asked / 4 }

  /// Writes the codes of the texts that are known; gives how many are not.
  mutating func find(_ column: riepl_column, into codes: UnsafeMutablePointer<UInt32>) -> Int {
    if unsafe texts.places == nil {
      unsafe texts = riepl_known_texts(
        places: KnownTexts.makePlaces(256), mask: 255, shift: 56, factor: 0xA24B_AED4_963E_E407)
      unsafe missed.deallocate()
      unsafe missed = .allocate(capacity: RowScanner.batch)
    }
    var column = unsafe column
    let number = unsafe riepl_find_texts(&texts, &column, codes, missed)
    asked += unsafe column.count
    unknown += number
    return number
  }

  /// Makes a text known, if it is short enough.
  mutating func add(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ code: UInt32) {
    if length > 32 { return }
    let placed = unsafe riepl_know_text(&texts, bytes, UInt32(length), code)
    if placed == riepl_was_known { return }
    count += 1
    let size = unsafe Int(texts.mask) + 1
    if count * 4 > size {
      rebuild(size * 4)
    } else if placed == riepl_placed_behind, size <= 1024, tries < KnownTexts.most {
      // Texts that share a place with one factor seldom do with another one; few places may not be enough.
      rebuild(size < 1024 && tries % 4 == 3 ? size * 2 : size)
    }
  }

  private static func makePlaces(_ count: Int) -> UnsafeMutablePointer<riepl_known_text> {
    let size = MemoryLayout<riepl_known_text>.stride
    let places = UnsafeMutableRawPointer.allocate(byteCount: count * size, alignment: size)
    return unsafe places.initializeMemory(
      as: riepl_known_text.self, repeating: riepl_known_text(), count: count)
  }

  /// Gives all texts other places among so many, until each has its own or that was tried often enough.
  private mutating func rebuild(_ size: Int) {
    let old = unsafe texts
    var size = size
    while true {
      tries += 1
      unsafe texts.factor = old.factor &+ 2 &* UInt64(tries) &* 0x9E37_79B9_7F4A_7C15
      unsafe texts.places = KnownTexts.makePlaces(size)
      unsafe texts.mask = UInt64(size - 1)
      unsafe texts.shift = UInt64(64 - size.trailingZeroBitCount)
      var isShared = false
      for place in 0...(unsafe Int(old.mask)) where unsafe old.places[place].size != 0 {
        if unsafe put(old.places[place]) == riepl_placed_behind { isShared = true }
      }
      guard isShared, size <= 1024, tries < KnownTexts.most else { break }
      unsafe texts.places.deallocate()
      if size < 1024, tries % 4 == 3 { size *= 2 }
    }
    unsafe old.places.deallocate()
  }

  private func put(_ text: riepl_known_text) -> riepl_placed {
    var texts = unsafe texts
    return unsafe withUnsafeBytes(of: text.bytes) { bytes in
      guard let start = bytes.baseAddress else { return riepl_was_known }
      return unsafe riepl_know_text(
        &texts, start.assumingMemoryBound(to: UInt8.self), text.size - 1, text.code)
    }
  }
}
