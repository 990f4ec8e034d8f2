/// Members that are made only when somebody asks for them, such as a million names in a kept file.
public protocol MemberSource: Sendable {
  /// How many there are.
  var count: Int { get }
  /// The member with a code below that.
  func member(_ code: Int) -> Member
  /// The codes of the first members whose names are these bytes in small letters, or begin with them.
  func codes(named text: [UInt8], isStart: Bool, limit: Int) -> [Int]
}

/// The members of a dimension, in the order of the source; the place of one is its code.
public struct MemberList: RandomAccessCollection, Sendable {
  @usableFromInline let list: [Member]
  @usableFromInline let source: (any MemberSource)?

  /// Members in memory.
  public init(_ list: [Member]) {
    self.list = list
    source = nil
  }

  /// Members that are made as they are needed.
  public init(_ source: any MemberSource) {
    list = []
    self.source = source
  }

  /// The first code.
  @inlinable public var startIndex: Int { 0 }

  /// Behind the last code.
  @inlinable public var endIndex: Int { source?.count ?? list.count }

  /// The member with a code.
  @inlinable public subscript(code: Int) -> Member {
    if let source { return source.member(code) }
    return list[code]
  }

  /// The codes of the first members whose names are these bytes in small letters, or begin with them.
  public func codes(named text: [UInt8], isStart: Bool, limit: Int) -> [Int] {
    if let source { return source.codes(named: text, isStart: isStart, limit: limit) }
    func small(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    var result: [Int] = []
    for (code, member) in list.enumerated()
    where (isStart ? member.name.utf8.count >= text.count : member.name.utf8.count == text.count)
      && member.name.utf8.prefix(text.count).elementsEqual(text, by: { small($0) == $1 })
    {
      result.append(code)
      if result.count == limit { break }
    }
    return result
  }
}
