import Glibc

/// Writes a large file of payments, the same one each time.
///
/// Regions, financial years, suppliers of which some have commas and quotation marks in their names, categories, and
/// amounts with pence: 1 in 100 negative, 1 in 200 empty, some with fewer decimals. 10 million rows take about 740 MB.
struct Generator {
  private var state: UInt64 = 0x2545_F491_4F6C_DD1D

  private static let regions = [
    ("North East", 5), ("North West", 13), ("Yorkshire and Humber", 10), ("East Midlands", 8),
    ("West Midlands", 11),
    ("East of England", 11), ("London", 18), ("South East", 16), ("South West", 8),
  ]
  private static let places = [
    "Aire", "Blyth", "Calder", "Dart", "Exe", "Fleet", "Goyt", "Hodder", "Irwell", "Kennet", "Lune", "Medway",
    "Nene",
    "Orwell", "Parrett", "Ribble", "Stour", "Tamar", "Ure", "Wear",
  ]
  private static let trades = [
    "Arboriculture", "Building", "Catering", "Domiciliary Care", "Electrical", "Flooring", "Groundworks",
    "Highways",
    "Interpreting", "Joinery", "Keyholding", "Libraries", "Machinery", "Nursing", "Occupational Health",
    "Payroll",
    "Quantity Surveying", "Recycling", "Scaffolding", "Transport", "Upholstery", "Ventilation", "Waste",
    "Youth Work",
    "Zoology",
  ]
  private static let forms = [
    "Ltd", "PLC", "LLP", "Group Ltd", "Services Ltd", "(UK) Ltd", "CIC", "& Daughters", "Trust",
    "Partnership",
  ]
  private static let services = [
    "Adults", "Children", "Roads", "Homes", "Parks", "Schools", "Corporate", "Health",
  ]
  private static let kinds = ["Pay", "Buildings", "Goods", "Contracts", "Grants"]

  /// A number below a bound.
  mutating func next(_ bound: UInt64) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int((state >> 11) % bound)
  }

  private static func supplier(_ number: Int) -> String {
    let place = places[number % 20]
    let trade = trades[number / 20 % 25]
    let form = forms[number / 500 % 10]
    let ending = number < 5000 ? "" : " \(number / 5000)"
    if number % 7 == 3 { return "\"\(place), \(trade) & Co \(form)\(ending)\"" }
    if number % 101 == 50 { return "\"The \"\"\(place)\"\" \(trade) \(form)\(ending)\"" }
    return "\(place) \(trade) \(form)\(ending)"
  }

  static func run() throws {
    let arguments = CommandLine.arguments.dropFirst(2).map { String($0) }
    guard arguments.count >= 2, let rows = Int(arguments[0]), let file = unsafe fopen(arguments[1], "w")
    else {
      print("riepl-benchmarks generate ROWS FILE.csv [SUPPLIERS]")
      return
    }
    defer { unsafe fclose(file) }
    let suppliers = (0..<(arguments.count > 2 ? Int(arguments[2]) ?? 5000 : 5000)).map(supplier)
    var wheel: [String] = []
    for (region, weight) in regions { wheel += Array(repeating: region, count: weight) }
    let years = (2008..<2018).map { "\($0)-\(($0 + 1) % 100 < 10 ? "0" : "")\(($0 + 1) % 100)" }
    let categories = services.flatMap { service in kinds.map { "\(service) - \($0)" } }
    var random = Generator()
    var text: [UInt8] = Array("region,year,supplier,category,amount\n".utf8)
    for _ in 0..<rows {
      // Small numbers are more frequent: the lower of two.
      let supplier = min(random.next(UInt64(suppliers.count)), random.next(UInt64(suppliers.count)))
      text += wheel[random.next(100)].utf8
      text.append(UInt8(ascii: ","))
      text += years[random.next(10)].utf8
      text.append(UInt8(ascii: ","))
      text += suppliers[supplier].utf8
      text.append(UInt8(ascii: ","))
      text += categories[random.next(40)].utf8
      text.append(UInt8(ascii: ","))
      let size = random.next(1000)
      if size >= 5 {
        if size < 15 { text.append(UInt8(ascii: "-")) }
        let pence = 50_000 << random.next(8) + random.next(50_000)
        text += "\(pence / 100)".utf8
        let form = random.next(100)
        if form >= 5 { text += ".\(pence / 10 % 10)".utf8 }
        if form >= 7 { text += "\(pence % 10)".utf8 }
      }
      text.append(UInt8(ascii: "\n"))
      if text.count > 1 << 20 {
        _ = unsafe fwrite(text, 1, text.count, file)
        text.removeAll(keepingCapacity: true)
      }
    }
    _ = unsafe fwrite(text, 1, text.count, file)
  }
}
