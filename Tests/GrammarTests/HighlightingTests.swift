import Foundation
import GrammarKit
import Testing

/// The syntax files of editors, read by programs that highlight with them.
@Suite struct Highlighting {
  /// A script, and under each line what its characters are; a space is nothing in particular.
  static let sample = """
    # Who gets what?
    ################
    let the North = North East, North West
    CCC NNNNNNNNN =           ,
    let leverage == sum efficiency / sum allocation # a ratio
    CCC NNNNNNNN == fff            + fff            #########
    Sum allocation BY region, year where year is not 2009-10
    fff            cc       ,      ccccc      == &&& yyyyyyy
      and allocation > £7.5m or efficiency <= £1,234,567.89
      &&&            = mmmmm &&            == mmmmmmmmmmmmm
    count regions where efficiency >= £500 million
    fffff         ccccc            == mmmmmmmmmmmm
    rank sum efficiency / sum allocation for regions except London
    qqqq fff            + fff            ccc         &&&&&&
    project efficiency London at 3% until 2010-11, 2.5% per annum then 75p
    qqqqqqq                   cc %% ccccc yyyyyyy, %%%%%%%%%%%%%% cccc mmm
    compare allocation 2008/09 with total FY2009–10
    qqqqqqq            yyyyyyy cccc fffff yyyyyyyyy
    7 per cent - 3% + 2 percentage points
    %%%%%%%%%% + %% + %%%%%%%%%%%%%%%%%%%
    growth of allocation increased by 1.5 * 2^3 ** 4 × 5
    ffffff oo            ooooooooo cc nnn + n+n ++ n + n
    efficiency by region above average efficiency sort lowest
               cc        ===== fffffff            cccc ffffff
    share efficiency by region as % to 1 decimal
    fffff            cc        cc u cc n uuuuuuu
    sum allocation as £m to 3 decimals to the nearest £1m
    fff            cc uu cc n uuuuuuuu cc     ccccccc mmm
    average (it / 9) at least 1,000
    fffffff ,ii + n, cc ===== nnnnn
    about "sum # of parts" 2008-2009
    CCCCC ssssssssssssssss yyyyyyyyy
    then top 3 in each region more than 2.5bn
    CCCC ccc n cc cccc        ==== ==== nnnnn
    list regions
    CCCC
    allocation for E12000007, Yorkshire and Humber, quite totally, list
               ccc          ,           &&&       ,              ,
    quit#now
    CCCC####
    """

  static let letters: [Character: TokenClass] = [
    "#": .comment, "s": .string, "C": .command, "N": .newName, "q": .question, "f": .calculation,
    "o": .operatorWord,
    "c": .clause, "=": .comparison, "&": .connective, "u": .unit, "i": .answer, "y": .year, "m": .money,
    "%": .percentage, "n": .number, "+": .mark, ",": .punctuation,
  ]

  /// The lines of the script, and those under them.
  static let (lines, marks): ([String], [String]) = {
    let all = sample.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return (
      stride(from: 0, to: all.count, by: 2).map { all[$0] },
      stride(from: 1, to: all.count, by: 2).map { all[$0] }
    )
  }()

  @Test func sampleIsWhole() {
    #expect(Highlighting.lines.count == Highlighting.marks.count)
    #expect(
      Set(Highlighting.marks.joined().compactMap { Highlighting.letters[$0] }) == Set(TokenClass.allCases))
  }

  /// Compares what a program says of each character with what the sample says; spaces inside tokens may differ.
  static func compare(_ found: [[String]], _ name: (TokenClass) -> String) {
    #expect(found.count >= lines.count)
    for (index, line) in lines.enumerated() where index < found.count {
      let characters = Array(line)
      let wanted = Array(marks[index].padding(toLength: characters.count, withPad: " ", startingAt: 0))
      #expect(found[index].count == characters.count, "\(line)")
      for (column, character) in characters.enumerated() where column < found[index].count && character != " "
      {
        let expected = letters[wanted[column]].map(name) ?? "-"
        #expect(
          found[index][column] == expected,
          "line \(index + 1), column \(column + 1), at \(character): \(line)")
      }
    }
  }

  @Test(Tool.vim.trait) func vim() throws {
    let folder = try TemporaryFolder()
    let sample = try folder.write("sample.riepl", Highlighting.lines.joined(separator: "\n") + "\n")
    let output = folder.url.appending(path: "output")
    _ = try Tool.vim.run(
      ["-es", "-u", "NONE", "-i", "NONE", "-n", "-S", Tool.script("classes.vim")],
      environment: [
        "RIEPL_VIM": GrammarFiles.folder.appending(path: "editors/vim").path(), "RIEPL_SAMPLE": sample.path(),
        "RIEPL_OUTPUT": output.path(), "LC_ALL": "C.UTF-8",
      ])
    let text = try String(contentsOf: output, encoding: .utf8)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.split(separator: " ").map(String.init)
    }
    Highlighting.compare(found, \.vimGroup)
    #expect(text.contains("riepl # %s"), "the kind of the file is not found")
  }

  @Test(Tool.textMate.trait) func textMate() throws {
    let folder = try TemporaryFolder()
    let sample = try folder.write("sample.riepl", Highlighting.lines.joined(separator: "\n") + "\n")
    let grammar = GrammarFiles.folder.appending(path: "editors/textmate/riepl.tmLanguage.json")
    let text = try Tool.textMate.run([Tool.script("textmate_classes.py"), grammar.path(), sample.path()])
    Highlighting.compare(
      text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }, \.scope)
  }

  @Test(Tool.bat.trait) func sublime() throws {
    let folder = try TemporaryFolder()
    let sample = try folder.write("sample.riepl", Highlighting.lines.joined(separator: "\n") + "\n")
    let syntax = GrammarFiles.folder.appending(path: "editors/sublime/riepl.sublime-syntax")
    _ = try folder.write("source/syntaxes/riepl.sublime-syntax", String(contentsOf: syntax, encoding: .utf8))
    _ = try folder.write("source/themes/classes.tmTheme", SublimeTheme.text)
    let environment = [
      "BAT_CACHE_PATH": folder.url.appending(path: "cache").path(), "BAT_CONFIG_DIR": folder.url.path(),
      "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8",
    ]
    _ = try Tool.bat.run(
      [
        "cache", "--build", "--source", folder.url.appending(path: "source").path(), "--target",
        environment["BAT_CACHE_PATH"] ?? "",
      ],
      environment: environment)
    let text = try Tool.bat.run(
      [
        "--language=riepl", "--theme=classes", "--color=always", "--style=plain", "--paging=never",
        sample.path(),
      ],
      environment: environment)
    Highlighting.compare(SublimeTheme.scopes(text), \.scope)
  }
}

/// A theme with a colour of its own for each class, so that colours tell the scopes.
enum SublimeTheme {
  private static func colour(_ index: Int) -> String {
    "#1020" + (index < 16 ? "0" : "") + String(index, radix: 16)
  }

  static let text: String = {
    var rules = "<dict><key>settings</key><dict><key>foreground</key><string>#ffffff</string></dict></dict>"
    for (index, kind) in TokenClass.allCases.enumerated() {
      rules += "<dict><key>scope</key><string>\(kind.scope)</string><key>settings</key><dict>"
      rules += "<key>foreground</key><string>\(colour(index))</string></dict></dict>"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <plist version="1.0"><dict><key>name</key><string>classes</string><key>settings</key><array>\(rules)</array></dict></plist>
      """
  }()

  /// The scope of each character of a text with colours.
  static func scopes(_ text: String) -> [[String]] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var scopes: [String] = []
      var scope = "-"
      var rest = line[...]
      while let character = rest.first {
        if let escape = rest.prefixMatch(of: /\u{1B}\[([0-9;]*)m/) {
          let numbers = escape.1.split(separator: ";").compactMap { Int($0) }
          let blue = numbers.starts(with: [38, 2, 16, 32]) ? numbers.last : nil
          scope = blue.map { TokenClass.allCases[$0].scope } ?? "-"
          rest = rest[escape.range.upperBound...]
        } else {
          if character != "\r" { scopes.append(scope) }
          rest = rest.dropFirst()
        }
      }
      return scopes
    }
  }
}
