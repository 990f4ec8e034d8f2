import RieplEngine
@testable import RieplPresentation
import Testing

/// Scales, ticks and the lines of a terminal.
@Suite struct ChartTests {
  @Test(arguments: [
    ("0", "26604028", "£0m £10m £20m £30m"), ("-350", "820", "-£500 £0 £500 £1,000"),
    ("0", "0.7", "£0.0 £0.2 £0.4 £0.6 £0.8"), ("0", "4200000000", "£0bn £1bn £2bn £3bn £4bn £5bn"),
    ("0", "866000000", "£0m £200m £400m £600m £800m £1,000m"),
    ("0", "12000", "£0k £5k £10k £15k"), ("0", "1", "£0.0 £0.2 £0.4 £0.6 £0.8 £1.0"),
  ])
  func ticksOfMoney(_ low: String, _ high: String, _ texts: String) throws {
    let ticks = try ChartTicks(
      from: #require(Rational(decimal: low)), to: #require(Rational(decimal: high)), steps: 5)
    let format = ticks.format(.money)
    #expect(ticks.values.map { ValueText.text($0, format) }.joined(separator: " ") == texts)
  }

  /// Multiples of 1, 2 or 5 times a power of ten, which just cover the figures.
  @Test func ticksAreRound() throws {
    var random = ChartRandom(state: 5)
    for _ in 0..<2000 {
      let scale = Int64([1, 1000, 1_000_000_000].randomElement(using: &random) ?? 1)
      let numbers = [
        Int64.random(in: -1000...1000, using: &random), Int64.random(in: 1...1000, using: &random),
      ]
      let low = try #require(Rational(numerator: min(0, numbers[0]), denominator: scale))
      let high = try #require(Rational(numerator: numbers[1], denominator: scale))
      let ticks = try ChartTicks(from: low, to: high, steps: 5)
      let first = try #require(ticks.values.first)
      let last = try #require(ticks.values.last)
      #expect(try first <= low && low < first.adding(ticks.step))
      #expect(try last >= high && last.subtracting(ticks.step) < high)
      #expect((2...6).contains(ticks.values.count))
      #expect(ticks.values.contains(.zero))
      let digit = try ticks.step.divided(by: Rational(10).raised(to: ticks.power)).integerValue
      #expect([1, 2, 5].contains(digit))
      for (left, right) in zip(ticks.values, ticks.values.dropFirst()) {
        #expect(try right.subtracting(left) == ticks.step)
      }
      // Printed with their format, no two look alike, and none has lost a digit.
      let format = ticks.format(.number)
      #expect(ticks.values.allSatisfy { format.rounded($0) == format.scaled($0) })
    }
  }

  /// A larger figure never has a shorter bar, the longest fills its side exactly, and none is wider than the field.
  @Test(arguments: [ChartCharacters.unicode, .ascii])
  func barsAreMonotone(_ characters: ChartCharacters) throws {
    var random = ChartRandom(state: 7)
    for _ in 0..<1000 {
      let low = Int64([0, -1, -1000].randomElement(using: &random) ?? 0)
      let values = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        Rational(Int64.random(in: low...1000, using: &random))
      }
      let format = NumberFormat(unit: .number, power: 0, decimals: 0)
      let panel = try ChartSample.panel(
        .bars, values.indices.map { "\($0)" }, [""], values.map { [ChartSample.figure($0, format)] }, .number)
      let cells = Int.random(in: 8...80, using: &random)
      let scale = BarScale(low: panel.low, high: panel.high, cells: cells, characters)
      #expect(scale.left + scale.right + (scale.left > 0 ? 1 : 0) <= cells)
      let figures = panel.all.sorted { $0.size < $1.size }
      for (smaller, larger) in zip(figures, figures.dropFirst()) {
        for parts in [1, 2, 8] {
          func length(_ size: Int) -> Int {
            size < 0 ? -scale.length(-size, parts) : scale.length(size, parts)
          }
          #expect(length(smaller.size) <= length(larger.size))
        }
      }
      for figure in figures {
        let bar = scale.bar(figure.size)
        #expect(bar.count <= cells)
        #expect(characters == .unicode || bar.utf8.allSatisfy { $0 < 0x80 })
        let isLongest = abs(figure.size) == Chart.whole
        guard isLongest else { continue }
        let full = bar.count { $0 == "█" || $0 == "#" }
        #expect(full == (figure.size < 0 ? scale.left : scale.right) || scale.left > 0 && scale.right > 0)
        #expect(figure.size > 0 ? scale.bar(figure.size).last != " " : bar.first != " ")
        if scale.left == 0 { #expect(full == cells) }
      }
    }
  }

  /// In a window of any width from 20 columns no line is too long, and every figure is there in full.
  @Test func fitsAnyWidth() throws {
    var random = ChartRandom(state: 11)
    for _ in 0..<400 {
      let chart = try ChartSample.random(&random)
      let characters = Bool.random(using: &random) ? ChartCharacters.unicode : .ascii
      let width = Int.random(in: 20...110, using: &random)
      let lines = ChartText.lines(chart, width: width, indent: 2, characters).map(\.text)
      for line in lines {
        #expect(DisplayWidth.width(of: line) <= width, "\(width): \(line)")
      }
      // A mark may stand on the line below its figure.
      let text = lines.joined(separator: "\n")
      for figure in chart.panels[0].all { #expect(text.contains(figure.text), "\(figure.text) in\n\(text)") }
    }
  }

  @Test func elidesAndSaysSo() throws {
    let format = NumberFormat(unit: .money, power: 0, decimals: 0)
    let panel = try ChartSample.panel(
      .bars, ["An authority with a very long name", "東京都庁舎と東京都庁舎と東京都庁舎"], [""],
      [[ChartSample.figure(Rational(1000), format)], [ChartSample.figure(Rational(-500), format)]])
    let lines = ChartText.lines(ChartSample.chart(panel), width: 40, indent: 0, .unicode).map(\.text)
    #expect(
      lines == [
        "An authority with a v…  £1,000     │████",
        "東京都庁舎と東京都庁…    -£500   ██│",
        "Names are cut to fit; a wider window",
        "shows them whole.",
      ])
  }

  @Test func asciiLines() throws {
    let format = NumberFormat(unit: .money, power: 0, decimals: 0)
    let panel = try ChartSample.panel(
      .lines, ["2008-09", "2009-10", "2010-11"], [""],
      [
        [ChartSample.figure(Rational(10), format)], [ChartSample.figure(Rational(30), format)],
        [ChartSample.figure(Rational(20), format, marks: "[f]", isProjected: true)],
      ])
    let lines = ChartText.lines(ChartSample.chart(panel), width: 40, indent: 0, .ascii).map(\.text)
    #expect(lines.dropLast(5).allSatisfy { $0.replacing("£", with: "").utf8.allSatisfy { $0 < 0x80 } })
    #expect(lines.contains("o and dashes: [f]."))
    #expect(lines.suffix(3) == ["2008-09  £10", "2009-10  £30", "2010-11  £20 [f]"])
  }

  @Test func lengthsOfMarkup() {
    #expect(
      [0, 5, 50, 100, 1250, -7, 12_34].map(MarkupText.length) == [
        "0", "0.05", "0.5", "1", "12.5", "-0.07", "12.34",
      ])
  }
}
