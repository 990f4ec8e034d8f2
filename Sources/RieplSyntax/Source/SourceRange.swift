/// A half-open range of UTF-8 byte offsets in a source text.
public struct SourceRange: Sendable, Hashable {
  /// The offset of the first byte.
  public var start: UInt32
  /// The offset after the last byte.
  public var end: UInt32

  /// Makes a range from byte offsets.
  public init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  /// Makes a range from byte offsets given as `Int`; sources are at most 64 MiB, so they fit.
  public init(_ start: Int, _ end: Int) {
    self.start = UInt32(clamping: start)
    self.end = UInt32(clamping: end)
  }

  /// The smallest range that covers both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(start: min(start, other.start), end: max(end, other.end))
  }

  /// The offsets as a range of array indices.
  public var indices: Range<Int> { Int(start)..<Int(max(start, end)) }
}
