/// Names that are made when they are asked for, such as the million names of a column.
public protocol MemberNames: Sendable {
  /// How many there are.
  var count: Int { get }

  /// The name of a member, by its code.
  func name(_ code: Int) -> String
}

/// The members of a dimension, in the order of their codes.
///
/// They stand there as they are or, where they are nothing but the names of a large file, are made one by one as they
/// are asked for: of a million suppliers an answer prints ten.
public struct MemberList: RandomAccessCollection, Sendable {
  @usableFromInline let list: [Member]
  @usableFromInline let names: (any MemberNames)?
  /// How many there are.
  public let count: Int

  /// Members as they are.
  public init(_ list: [Member]) {
    self.list = list
    names = nil
    count = list.count
  }

  /// Members that have names and nothing else.
  public init(names: any MemberNames) {
    list = []
    self.names = names
    count = names.count
  }

  /// The code of the first member.
  @inlinable public var startIndex: Int { 0 }

  /// The code behind that of the last member.
  @inlinable public var endIndex: Int { count }

  /// A member, by its code.
  @inlinable public subscript(code: Int) -> Member {
    if let names { return Member(name: names.name(code)) }
    return list[code]
  }
}
