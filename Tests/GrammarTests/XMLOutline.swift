import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif

/// How often each element stands in an XML text, and the text in it.
final class XMLOutline: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]
  private(set) var text: [String: String] = [:]
  private(set) var isWellFormed = false
  private var open: [String] = []

  init(_ xml: String) {
    super.init()
    let parser = XMLParser(data: Data(xml.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    counts[element, default: 0] += 1
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if let element = open.last { text[element, default: ""] += string }
  }
}
