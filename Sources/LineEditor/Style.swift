/// How a piece of text looks: terminal attributes, or none.
public struct Style: Sendable, Hashable {
  /// The parameters of the terminal's SGR sequence for attributes that are no colours, such as `1`.
  var attributes: String
  /// Those for colours, left out where the terminal shows none.
  var colours: String

  private init(attributes: String = "", colours: String = "") {
    self.attributes = attributes
    self.colours = colours
  }

  /// As the terminal shows text by itself.
  public static let plain = Style()
  /// Bold.
  public static let bold = Style(attributes: "1")
  /// Underlined, as for a name that is not known.
  public static let underline = Style(attributes: "4")
  /// Letters and background swapped.
  public static let reverse = Style(attributes: "7")
  /// Grey, for what is only proposed.
  public static let grey = Style(colours: "90")
  /// Red.
  public static let red = Style(colours: "31")
  /// Green.
  public static let green = Style(colours: "32")
  /// Yellow.
  public static let yellow = Style(colours: "33")
  /// Blue.
  public static let blue = Style(colours: "34")
  /// Magenta.
  public static let magenta = Style(colours: "35")
  /// Cyan.
  public static let cyan = Style(colours: "36")

  /// Both styles at once; the colour of the second wins.
  public static func + (first: Style, second: Style) -> Style {
    Style(
      attributes: joined(first.attributes, second.attributes),
      colours: second.colours.isEmpty ? first.colours : second.colours)
  }

  private static func joined(_ first: String, _ second: String) -> String {
    first.isEmpty || second.isEmpty || first == second
      ? (first.isEmpty ? second : first) : "\(first);\(second)"
  }

  /// The parameters of the SGR sequence; empty for plain text.
  func parameters(colours showsColours: Bool) -> String {
    showsColours ? Style.joined(attributes, colours) : attributes
  }
}

/// A text whose pieces have styles, on one line.
public struct StyledText: Sendable, Hashable, ExpressibleByStringLiteral {
  /// A piece in one style.
  public struct Piece: Sendable, Hashable {
    /// What it says.
    public var text: String
    /// How it looks.
    public var style: Style

    /// A piece in one style.
    public init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// The pieces in their order.
  public var pieces: [Piece]

  /// A text of pieces.
  public init(_ pieces: Piece...) { self.pieces = pieces }

  /// A text in one style.
  public init(_ text: String, _ style: Style = .plain) { pieces = [Piece(text, style)] }

  /// A text without a style.
  public init(stringLiteral text: String) { self.init(text) }

  /// What it says, without styles.
  public var text: String { pieces.map(\.text).joined() }
}

/// A stretch of the edited text and its style.
public struct StyledRun: Sendable, Hashable {
  /// Where it stands, in UTF-8 bytes from the start of the text.
  public var range: Range<Int>
  /// How it looks.
  public var style: Style

  /// A stretch of text and its style.
  public init(_ range: Range<Int>, _ style: Style) {
    self.range = range
    self.style = style
  }
}
