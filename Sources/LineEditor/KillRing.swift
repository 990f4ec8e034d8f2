/// The last texts that were cut, for putting them back.
struct KillRing {
  /// How many texts are kept.
  static let capacity = 32

  /// From the oldest to the newest.
  private(set) var entries: [[Unicode.Scalar]] = []
  /// How far behind the newest the next text to put back is.
  private var depth = 0

  /// Which side of the cursor a cut took from.
  enum Side { case before, behind }

  /// Keeps a text; one that follows another cut without a key between joins it.
  mutating func cut(_ text: [Unicode.Scalar], _ side: Side, joins: Bool) {
    depth = 0
    guard !text.isEmpty else { return }
    if joins, let last = entries.popLast() {
      entries.append(side == .before ? text + last : last + text)
    } else {
      entries.append(text)
      if entries.count > KillRing.capacity { entries.removeFirst() }
    }
  }

  /// The newest text.
  mutating func newest() -> [Unicode.Scalar]? {
    depth = 0
    return entries.last
  }

  /// The text before the one given last, and after the oldest the newest again.
  mutating func older() -> [Unicode.Scalar]? {
    guard !entries.isEmpty else { return nil }
    depth = (depth + 1) % entries.count
    return entries[entries.count - 1 - depth]
  }
}
