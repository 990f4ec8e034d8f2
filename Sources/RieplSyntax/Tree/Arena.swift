/// Elements of one kind that are all taken away at once, over and over, such as the nodes of one statement after the
/// other.
///
/// Taking them away costs nothing: their places serve the next ones, which is several times faster than an array.
@frozen
public struct Arena<Element: Sendable>: Sendable {
  @usableFromInline var places: [Element] = []
  /// How many elements there are.
  public private(set) var count = 0

  @inlinable
  init() {}

  /// Adds an element.
  @inline(__always)
  mutating func append(_ element: Element) {
    if count < places.count { places[count] = element } else { places.append(element) }
    count &+= 1
  }

  /// Takes all elements away.
  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Takes the last elements away.
  @inline(__always)
  mutating func removeLast(_ number: Int = 1) {
    precondition(number <= count)
    count &-= number
  }

  /// Makes room for so many elements.
  mutating func reserveCapacity(_ capacity: Int) { places.reserveCapacity(capacity) }

  /// The elements of a range, which share the memory of all of them.
  @inlinable
  public subscript(range: Range<Int>) -> ArraySlice<Element> { places[range] }
}

extension Arena: RandomAccessCollection {
  /// Always 0.
  @inlinable public var startIndex: Int { 0 }
  /// How many elements there are.
  @inlinable public var endIndex: Int { count }

  /// The element at an index.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index < count)
      return places[index]
    }
    @inline(__always) set {
      precondition(index < count)
      places[index] = newValue
    }
  }
}
