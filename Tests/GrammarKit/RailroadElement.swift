/// A part of a railroad diagram.
indirect enum RailroadElement: Hashable {
  /// The kinds of boxes.
  enum Box: Hashable {
    /// A word or a mark as it is typed.
    case text
    /// A token that another production describes.
    case token
    /// A production that is made of tokens.
    case production
  }

  case box(String, Box)
  case sequence([RailroadElement])
  /// The rows of a sequence that is too long for one.
  case rows([RailroadElement])
  case choice([RailroadElement])
  case optional(RailroadElement)
  /// One or several, with what stands between two of them.
  case loop(RailroadElement, between: RailroadElement?)

  /// The diagram of a node of a grammar.
  init(_ node: NodeID, _ grammar: Grammar) {
    switch grammar.nodes[node] {
    case .text(let text): self = .box(text, .text)
    case .reference(let name): self = .box(name, name.first?.isUppercase ?? false ? .token : .production)
    case .characters(let ranges, let isExcluded):
      self = .box(RailroadElement.describe(ranges, isExcluded), .text)
    case .sequence(let parts):
      self = .sequence(RailroadElement.joined(parts.map { RailroadElement($0, grammar) }))
    case .choice(let parts): self = .choice(parts.map { RailroadElement($0, grammar) })
    case .optional(let child): self = .optional(RailroadElement(child, grammar))
    case .star(let child): self = .optional(.loop(RailroadElement(child, grammar), between: nil))
    case .plus(let child): self = .loop(RailroadElement(child, grammar), between: nil)
    }
  }

  private static func describe(_ ranges: [ClosedRange<UInt32>], _ isExcluded: Bool) -> String {
    func name(_ value: UInt32) -> String {
      switch value {
      case 0x20: "space"
      case 0x9: "tab"
      case 0xA: "line feed"
      case 0xD: "carriage return"
      case 0xA0: "no-break space"
      default:
        Unicode.Scalar(value).map { String(Character($0)) } ?? ""
      }
    }
    // The ends of a wide range and dashes would tell nobody anything as characters.
    func number(_ value: UInt32) -> String {
      let digits = String(value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    let texts = ranges.map { range in
      if range.count == 1 { return name(range.lowerBound) }
      return range.lowerBound < 0x80
        ? name(range.lowerBound) + "–" + name(range.upperBound)
        : number(range.lowerBound) + "–" + number(range.upperBound)
    }
    return (isExcluded ? "not " : "") + texts.joined(separator: isExcluded ? " or " : ", ")
  }

  /// Draws `x ( ',' x )*` as one loop with the comma on the way back.
  private static func joined(_ parts: [RailroadElement]) -> [RailroadElement] {
    var result: [RailroadElement] = []
    for part in parts {
      if case .optional(.loop(.sequence(let inner), between: nil)) = part {
        // The longest end of the repeated part that stands in front of it as well.
        let fitting = (1..<inner.count).first { start in
          result.count >= inner.count - start
            && Array(result.suffix(inner.count - start)) == Array(inner[start...])
        }
        if let start = fitting {
          result.removeLast(inner.count - start)
          result.append(
            .loop(
              wrapped(Array(inner[start...])), between: wrapped(inner[..<start].reversed().map(\.reversed))))
          continue
        }
      }
      result.append(part)
    }
    return result
  }

  private static func wrapped(_ parts: [RailroadElement]) -> RailroadElement {
    parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// The same to be read from right to left.
  private var reversed: RailroadElement {
    switch self {
    case .box: self
    case .sequence(let parts): .sequence(parts.reversed().map(\.reversed))
    case .rows(let parts): .rows(parts)
    case .choice(let parts): .choice(parts.map(\.reversed))
    case .optional(let child): .optional(child.reversed)
    case .loop(let child, let between): .loop(child.reversed, between: between?.reversed)
    }
  }

  /// The same with sequences cut into rows that are not wider than so much.
  func wrapped(_ limit: Int) -> RailroadElement {
    guard width > limit, case .sequence(let parts) = self else {
      if case .choice(let parts) = self { return .choice(parts.map { $0.wrapped(limit) }) }
      return self
    }
    var rows: [[RailroadElement]] = [[]]
    for part in parts {
      let candidate = RailroadElement.sequence((rows.last ?? []) + [part])
      if candidate.width > limit, rows.last?.isEmpty == false { rows.append([]) }
      rows[rows.count - 1].append(part)
    }
    return rows.count == 1 ? self : .rows(rows.map { RailroadElement.wrapped($0) })
  }

  // MARK: Sizes

  /// The height of a box, half of it above the rail.
  static let boxHeight = 28
  /// The radius of curves.
  static let radius = 10
  /// The space between lines that run side by side.
  static let gap = 8
  /// The length of rail between two parts of a sequence.
  static let step = 14

  /// How wide it is.
  var width: Int {
    switch self {
    case .box(let text, _): (text.count * 17 + 1) / 2 + 22
    case .sequence(let parts): parts.map(\.width).reduce(0, +) + RailroadElement.step * (parts.count - 1)
    case .rows(let rows): (rows.map(\.width).max() ?? 0) + 6 * RailroadElement.radius
    case .choice(let parts): (parts.map(\.width).max() ?? 0) + 4 * RailroadElement.radius
    case .optional(let child): child.width + 4 * RailroadElement.radius
    case .loop(let child, let between): max(child.width, between?.width ?? 0) + 4 * RailroadElement.radius
    }
  }

  /// How much of it is above the rail.
  var up: Int {
    switch self {
    case .box: RailroadElement.boxHeight / 2
    case .sequence(let parts): parts.map(\.up).max() ?? 0
    case .rows(let rows): rows.first?.up ?? 0
    case .choice(let parts): parts.first?.up ?? 0
    case .optional(let child): RailroadElement.bypass(child)
    case .loop(let child, _): child.up
    }
  }

  /// How much of it is below the rail.
  var down: Int {
    switch self {
    case .box: RailroadElement.boxHeight / 2
    case .sequence(let parts): parts.map(\.down).max() ?? 0
    case .rows(let rows): (RailroadElement.rowOffsets(rows).last ?? 0) + (rows.last?.down ?? 0)
    case .choice(let parts): (RailroadElement.offsets(parts).last ?? 0) + (parts.last?.down ?? 0)
    case .optional(let child): child.down
    case .loop(let child, let between): RailroadElement.wayBack(child, between) + (between?.down ?? 0)
    }
  }

  /// How far above the rail a part is passed by.
  static func bypass(_ child: RailroadElement) -> Int { max(child.up + gap, 2 * radius) }

  /// How far below the rail a loop leads back.
  static func wayBack(_ child: RailroadElement, _ between: RailroadElement?) -> Int {
    max(child.down + gap + (between?.up ?? 0), 2 * radius)
  }

  /// How far below the first each alternative is.
  static func offsets(_ parts: [RailroadElement]) -> [Int] {
    var offsets: [Int] = []
    var bottom = 0
    for (index, part) in parts.enumerated() {
      let offset = index == 0 ? 0 : max(bottom + gap + part.up, 2 * radius)
      offsets.append(offset)
      bottom = offset + part.down
    }
    return offsets
  }

  /// How far below the first each row is; between two of them a line leads back.
  static func rowOffsets(_ rows: [RailroadElement]) -> [Int] {
    var offsets: [Int] = []
    var bottom = 0
    for (index, row) in rows.enumerated() {
      let offset = index == 0 ? 0 : bottom + 2 * gap + max(row.up, 2 * radius)
      offsets.append(offset)
      bottom = offset + row.down
    }
    return offsets
  }
}
