import Foundation
import RieplData
import RieplEngine
import Testing

/// What messy files come to: one small file for each quirk, with the rows and the report that are to be expected.
@Suite struct QuirkTests {
  struct Quirk: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let rows: [[String]]
    /// Lines that the report has.
    var lines: [String] = []
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ rows: [[String]], _ lines: [String] = []) {
      self.name = name
      self.text = text
      self.rows = rows
      self.lines = lines
    }
  }

  static let plain = [["North", "100"], ["South", "250"]]

  static let quirks = [
    Quirk("commas", "place,things\nNorth,100\nSouth,250\n", plain),
    Quirk("no line end at the end", "place,things\nNorth,100\nSouth,250", plain),
    Quirk("line ends of two bytes", "place,things\r\nNorth,100\r\nSouth,250\r\n", plain),
    Quirk("line ends of old Macs", "place,things\rNorth,100\rSouth,250\r", plain),
    Quirk("mixed line ends", "place,things\r\nNorth,100\nSouth,250\r\n", plain),
    Quirk(
      "tabs", "place\tthings\nNorth\t100\nSouth\t250\n", plain,
      ["table.csv: 2 rows of 2 columns, between tabs, UTF-8"]),
    Quirk("semicolons", "place;things\nNorth;100\nSouth;250\n", plain),
    Quirk("strokes", "place|things\nNorth|100\nSouth|250\n", plain),
    Quirk("everything quoted", "\"place\",\"things\"\n\"North\",\"100\"\n\"South\",\"250\"\n", plain),
    Quirk("spaces around", "place , things\n North , 100\nSouth ,250 \n", plain),
    Quirk(
      "mark of UTF-8", "\u{FEFF}place,things\nNorth,100\nSouth,250\n", plain,
      ["table.csv: 2 rows of 2 columns, between commas, UTF-8 with its mark"]),
    Quirk(
      "a mark inside quotes", "place,things\n\"North, far\",100\n\"South \"\"End\"\"\",250\n",
      [["North, far", "100"], ["South \"End\"", "250"]]),
    Quirk(
      "a line end inside quotes", "place,things\n\"North\nfar\",100\nSouth,250\n",
      [["North far", "100"], ["South", "250"]]),
    Quirk(
      "a quote inside a word", "place,things\n5\" pipe,100\nSouth,250\n",
      [["5\" pipe", "100"], ["South", "250"]]),
    Quirk(
      "a title above, words below",
      "Spending in full,\nthe Council,\n\nplace,things,kind\nNorth,100,a\nSouth,250,b\nSource: ledger,,\n",
      [["North", "a", "100"], ["South", "b", "250"]],
      [
        "The headings are in line 4, below “Spending in full · the Council”",
        "1 line of words: “Source: ledger”",
      ]),
    Quirk(
      "lines of nothing but marks", "place,things\nNorth,100\n,\n\n  ,  \nSouth,250\n", plain,
      ["3 lines are empty"]),
    Quirk("padded headings", "place,things,,\nNorth,100,,\nSouth,250,,\n", plain),
    Quirk("padded rows", "place,things\nNorth,100,,\nSouth,250,\n", plain),
    Quirk(
      "headings without a row of them", "North,100\nSouth,250\n", plain,
      ["There are no headings: the columns are called column 1, column 2 and so on"]),
    Quirk(
      "headings twice", "place,place,things\nNorth,a,100\nSouth,b,250\n",
      [["North", "a", "100"], ["South", "b", "250"]],
      ["place: by place 2 (2); called place 2, the name being taken"]),
    Quirk(
      "groups of three, £, brackets, trailing minus",
      "place,paid\na,\"1,234.50\"\nb,£99\nc,(7.25)\nd,8.00-\ne,-£1.5\nf,−2\n",
      [["a", "123450"], ["b", "9900"], ["c", "-725"], ["d", "-800"], ["e", "-150"], ["f", "-200"]],
      ["paid: the measure paid, £; in £, from its figures"]),
    Quirk(
      "£m", "place,spend (£m)\na,1.5\nb,12\n", [["a", "1500000"], ["b", "12000000"]],
      ["spend (£m): the measure spend, £; in £m, from its heading"]),
    Quirk(
      "£000 with decimals", "place,spend £000\na,1.2345\nb,12\n", [["a", "12345"], ["b", "120000"]]),
    Quirk("percentages", "place,share %\na,3.5%\nb,4\n", [["a", "35"], ["b", "40"]]),
    Quirk(
      "absences", "place,things\na,1\nb,\nc,-\nd,..\ne,[x]\nf,[c]\ng,N/A\nh,[low]\ni,[z]\nj,2\n",
      [
        ["a", "1"], ["b", "[x]"], ["c", "[z]"], ["d", "[x]"], ["e", "[x]"], ["f", "[c]"], ["g", "[x]"],
        ["h", "[low]"], ["i", "[z]"], ["j", "2"],
      ]),
    Quirk(
      "notes", "place,kind,things\na,k,1*\nb,k,2 (1)\nc,k,\"1,2341\"\nd,k,5[p]\n(1) counted by hand,,\n",
      [["a", "k", "1"], ["b", "k", "2"], ["c", "k", "1234"], ["d", "k", "5"]]),
    Quirk(
      "years in many ways", "year,things\n2008-09,1\n2009/10,2\n2010/2011,3\nFY2011-12,4\n",
      [["2008-09", "1"], ["2009-10", "2"], ["2010-11", "3"], ["2011-12", "4"]]),
    Quirk(
      "names of digits", "code,things\n007,1\n042,2\n", [["007", "1"], ["042", "2"]],
      ["code: by code (2); names and not figures, as some begin with 0"]),
    Quirk("an empty name", "place,things\nNorth,1\n,2\n", [["North", "1"], ["not given", "2"]]),
    Quirk(
      "totals that fit", "place,kind,things\na,x,1\nb,x,2\nTotal,x,3\nGrand total,,3\n",
      [["a", "x", "1"], ["b", "x", "2"]],
      [
        "2 rows are totals and kept apart from the figures",
        "“Total, x”, things: 3 as printed, and the rows add up to it",
        "“Grand total”, things: 3 as printed, and the rows add up to it",
      ]),
    Quirk(
      "a total that does not fit", "place,kind,things\na,x,1\nb,x,2\nTotal,,4\n",
      [["a", "x", "1"], ["b", "x", "2"]],
      ["“Total”, things: 4 as printed, but the rows add up to 3, 1 less"]),
    Quirk(
      "rows that are not whole",
      "place,kind,things\na,x,1\nb x,2\nc,x,y,3\n\"d,x,4\n\"e\"f,x,5\ng,x,none\nh,x,6\n"
        + (0..<20).map { "p\($0),x,1\n" }.joined(),
      [["a", "x", "1"], ["h", "x", "6"]] + (0..<20).map { ["p\($0)", "x", "1"] },
      [
        "5 of 27 rows could not be read whole and were set aside:",
        "  1: 2 fields instead of 3, line 3", "  1: 4 fields instead of 3, line 4",
        "  2: something behind a closing quotation mark, lines 5–6", "  1: no figure under things, line 7",
      ]),
    Quirk(
      "a quotation mark that is not closed", "place,kind,things\na,x,1\n\"d,x,4\nh,x,6\n",
      [["a", "x", "1"], ["h", "x", "6"]],
      [
        "1 of 3 rows could not be read whole and were set aside:",
        "  1: a quotation mark that is not closed, line 3",
      ]),
    Quirk(
      "days", "paid on,things\n01/05/2008,1\n31 March 2009,2\n",
      [
        ["2008-05-01", "May 2008", "Q1 2008-09", "2008-09", "1"],
        ["2009-03-31", "March 2009", "Q4 2008-09", "2008-09", "2"],
      ]),
  ]

  @Test(arguments: quirks) func readsWhatAPersonWouldRead(_ quirk: Quirk) throws {
    let file = try LoadedFile(text: quirk.text)
    #expect(try file.rows() == quirk.rows)
    for line in quirk.lines { #expect(file.report.lines.contains(line), "\(file.report.lines)") }
  }

  @Test func readsWindows1252() throws {
    let file = try LoadedFile([UInt8]("place,paid\nCaf".utf8) + [0xE9, 0x2C, 0xA3] + "5\nB,6\n".utf8)
    #expect(try file.rows() == [["Café", "500"], ["B", "600"]])
    #expect(file.report.lines[0] == "table.csv: 2 rows of 2 columns, between commas, Windows-1252")
  }

  @Test func takesWhatIsSaidOfColumns() throws {
    let file = try LoadedFile(
      text: "Ref,Paid\n100,5\n200,6\n",
      options: "as my money where column \"Ref\" is text, column Paid is £000")
    #expect(try file.rows() == [["100", "5000"], ["200", "6000"]])
    #expect(file.report.name == "my money")
    #expect(file.catalog.measures[0].unit == .money)
  }

  @Test(arguments: [
    ("", "it is empty"), ("\u{0}a,b\n1,2\n", "it has bytes that no text has"),
    ("a,b\n", "it has headings and no rows"),
    ("\n\n\n", "there is no table in it"),
  ]) func refuses(_ text: String, _ why: String) {
    #expect(throws: TableFault.unreadable(why)) { try LoadedFile(text: text) }
  }

  @Test func refusesUTF16() {
    #expect(throws: TableFault.unreadable("it is UTF-16; save it as CSV UTF-8")) {
      try LoadedFile([0xFF, 0xFE, 0x61, 0, 0x2C, 0, 0x62, 0, 0x0A, 0])
    }
  }

  @Test(arguments: [
    ("/dev/zero", "it is a device, and only a file can be read"), ("/", "it is a folder"),
    ("/nowhere/at/all", "there is no such file"),
  ]) func refusesWhatIsNoFile(_ path: String, _ why: String) {
    #expect(throws: TableFault.unreadable(why)) { try LoadedFile(path: path) }
  }

  @Test func refusesAPipeAndDoesNotWait() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "riepl-pipe-\(UUID().uuidString)")
      .path()
    let isMade = unsafe mkfifo(path, 0o600) == 0
    #expect(isMade)
    defer { unsafe unlink(path) }
    #expect(throws: TableFault.unreadable("it is a pipe, and only a file can be read")) {
      try LoadedFile(path: path)
    }
  }

  @Test func refusesTooManyColumns() {
    let heading = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
    #expect(throws: TableFault.unreadable("it has 100000 columns, and at most 4096 are read")) {
      try LoadedFile(text: heading + "\n" + heading + "\n")
    }
  }

  @Test func refusesALineWithoutEnd() {
    #expect(throws: TableFault.unreadable("its first line is longer than 16 MiB")) {
      try LoadedFile(Array(repeating: UInt8(ascii: "a"), count: 17 << 20))
    }
  }

  @Test func countsRowsOfGluedFields() throws {
    var text = "supplier,category,amount\n"
    var sum = 0
    var whole = 0
    for row in 1...3000 {
      let isGlued = row % 5 == 0
      text += isGlued ? "Supplier \(row) Care,\(row).00\n" : "Supplier \(row),Care,\(row).00\n"
      sum += row
      if !isGlued { whole += row }
    }
    text += "Grand Total,,\(sum).00\n"
    let file = try LoadedFile(text: text)
    #expect(file.report.setAside == 600)
    #expect(file.report.rows == 2400)
    #expect(file.report.problems.count == 600)
    #expect(
      file.report.problems.first
        == DatasetProblem(line: 6, why: "2 fields instead of 3", text: "Supplier 5 Care,5.00"))
    #expect(
      file.report.lines.contains(
        "“Grand Total”, amount: £4,501,500 as printed, but the rows add up to £3,600,000, £901,500 less"))
    #expect(file.report.lines.contains { $0.hasPrefix("  600: 2 fields instead of 3, lines 6, 11, 16, 21") })
  }
}
