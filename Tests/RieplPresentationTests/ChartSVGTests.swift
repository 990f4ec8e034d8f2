import Foundation
import RieplEngine
@testable import RieplPresentation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Charts as SVG: readable for everybody, and no text over another.
@Suite struct ChartSVGTests {
  /// Texts of a drawing with the room that they may take.
  final class Reader: NSObject, XMLParserDelegate {
    struct Text {
      var content = ""
      var x = 0.0
      var y = 0.0
      var size = 0.0
      var anchor = ""

      /// The box, as wide as common fonts make it at most.
      var box: (left: Double, right: Double, top: Double, bottom: Double) {
        let width = Double(MarkupText.width(content, size: Int(size))) / 100
        let left = anchor == "end" ? x - width : anchor == "middle" ? x - width / 2 : x
        return (left, left + width, y - 0.75 * size, y + 0.2 * size)
      }
    }

    var texts: [Text] = []
    var elements: [String: Int] = [:]
    var size = (width: 0.0, height: 0.0)
    private var isText = false
    private var isTitle = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements[name, default: 0] += 1
      if name == "svg" {
        size = (Double(attributes["width"] ?? "") ?? 0, Double(attributes["height"] ?? "") ?? 0)
      }
      if name == "title" { isTitle = true }
      guard name == "text" else { return }
      isText = true
      texts.append(
        Text(
          x: Double(attributes["x"] ?? "") ?? 0, y: Double(attributes["y"] ?? "") ?? 0,
          size: Double(attributes["font-size"] ?? "") ?? 0, anchor: attributes["text-anchor"] ?? ""))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if isText, !isTitle { texts[texts.count - 1].content += text }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      if name == "text" { isText = false }
      if name == "title" { isTitle = false }
    }
  }

  private func read(_ svg: String) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))\n\(svg)")
    return reader
  }

  @Test func textsDontOverlap() throws {
    var random = ChartRandom(state: 3)
    for _ in 0..<300 {
      let chart = try ChartSample.random(&random)
      let reader = try read(ChartSVG.file(chart, below: ["Source: a place & another"]))
      let boxes = reader.texts.map(\.box)
      for (index, box) in boxes.enumerated() {
        let text = reader.texts[index].content
        #expect(box.left >= 0 && box.right <= reader.size.width + 0.01, "\(text) is cut off")
        #expect(box.top >= 0 && box.bottom <= reader.size.height, "\(text) is cut off")
        for (other, second) in boxes.enumerated().dropFirst(index + 1) {
          let isApart =
            box.right <= second.left || second.right <= box.left || box.bottom <= second.top
            || second.bottom <= box.top
          #expect(isApart, "\(text) | \(reader.texts[other].content)")
        }
      }
    }
  }

  @Test func saysWhatItShows() throws {
    var random = ChartRandom(state: 4)
    let chart = try ChartSample.random(&random)
    let svg = ChartSVG.file(chart, below: [])
    let reader = try read(svg)
    #expect(reader.elements["desc"] == 1)
    #expect(reader.elements["script"] == nil && reader.elements["image"] == nil)
    #expect(svg.contains("role=\"img\"") && svg.contains("<title>A title</title>"))
    for figure in chart.panels[0].all { #expect(chart.description.contains(figure.label)) }
  }

  @Test func namesAreText() throws {
    let format = NumberFormat(unit: .money, power: 0, decimals: 0)
    let name = "</text><script>alert(1)</script>\"'&\u{202E}"
    let panel = try ChartSample.panel(
      .bars, [name], [""], [[ChartSample.figure(Rational(5), format)]])
    let reader = try read(ChartSVG.element(ChartSample.chart(panel), id: "a"))
    #expect(reader.elements["script"] == nil)
    #expect(reader.texts.contains { $0.content.hasPrefix("</text><script>") })
  }

  /// The contrast of two colours as WCAG 2 defines it.
  private func contrast(_ first: String, _ second: String) throws -> Double {
    func luminance(_ colour: String) throws -> Double {
      let number = try #require(Int(colour.dropFirst(), radix: 16))
      let parts = [16, 8, 0].map { (shift: Int) -> Double in
        let part = Double((number >> shift) & 0xFF) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let (a, b) = (try luminance(first), try luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  @Test(arguments: [ReportColours.light, .dark])
  func coloursCanBeSeen(_ colours: ReportColours) throws {
    for text in [colours.ink, colours.muted, colours.link] {
      #expect(try contrast(text, colours.ground) >= 4.5)
      #expect(try contrast(text, colours.band) >= 4.5)
    }
    for shape in colours.series + [colours.edge] { #expect(try contrast(shape, colours.ground) >= 3) }
    #expect(Set(colours.series).count == ChartSVG.patternCount)
  }
}
