import RieplEngine
import RieplSyntax

/// The pages of `help`.
extension Pages {
  /// The page for some words; nil where there is none.
  public func help(_ words: String) -> [TextLine]? {
    let topic = Names.folded(words).lowercased()
    switch topic {
    case "": return firstPage()
    case "language": return languagePage()
    default: break
    }
    if let entry = DiagnosticCatalogue.entries.first(where: { $0.code.rawValue.lowercased() == topic }) {
      return errorPage(entry)
    }
    if let clause = ClauseTable.entries.first(where: {
      $0.title == topic || $0.form.lowercased().hasPrefix(topic + " ")
    }) {
      return clausePage(clause)
    }
    if let entry = WordTable.entries.first(where: { $0.spellings.contains(topic) }) { return wordPage(entry) }
    if let list = ListTopic.fixed.first(where: { $0.word == topic }) { return self.list(list.topic) }
    if let name = vocabulary.lookUp(Array(topic.utf8)[...]).first { return about(vocabulary[name].target) }
    return nil
  }

  /// The words for which there is a page.
  public static var helpTopics: [String] {
    ["language"] + WordTable.entries.flatMap(\.spellings) + ListTopic.fixed.map(\.word)
      + DiagnosticCatalogue.entries.map(\.code.rawValue)
  }

  private func firstPage() -> [TextLine] {
    let dataset = catalog.datasets.first
    var lines = [
      TextLine(.heading, "  Ask a question on a line:"),
      TextLine(.text, ""),
    ]
    lines += pairs(
      [
        ("sum allocation where year = 2009-10", "a figure"),
        ("allocation by region top 3", "rows, the highest first"),
        ("share efficiency by region", "each as a part of the whole"),
        ("project efficiency North East", "year by year"),
        ("then for London", "the last question with a change"),
      ], indent: 4)
    lines += [
      TextLine(.text, ""),
      TextLine(.text, "  list regions, list measures, list facts, list notes   what there is"),
      TextLine(.text, "  about East Midlands                                   what is known of a name"),
      TextLine(.text, "  help language                                         the language on one page"),
      TextLine(.text, "  help sum, help where, help E20                        a word, a clause, an error"),
    ]
    if let dataset {
      lines +=
        [TextLine(.text, "")]
        + TextLine.wrapped(.note, "  Data: \(dataset.name), \(dataset.document)", width: width, indent: 2)
    }
    return lines
  }

  private func languagePage() -> [TextLine] {
    let text = """
      A QUESTION is calculations, then clauses:
        sum allocation, sum efficiency by region        commas make columns
        sum efficiency / sum allocation by region       + - * / ^ and brackets
        allocation London 2009-10                       names narrow a figure
      FIGURES        list measures, list facts, list regions; any case, no quotes
      WORDS IN FRONT take the one figure after them
        sum average median lowest highest count range   many figures become one
        share change growth cumulative                  one, seen by its neighbours
        rank project compare … with …                   the whole calculation
      CLAUSES        in any order, each once
        for London, South East   in 2009-10             only these
        from 2008-09 to 2010-11                         a span of years
        where allocation > £7.5m and region is not London
                                                        single figures like this
        by region   by region, year                     one row for each
        above £20m   at least 10%   between £1m and £2m   is not £0
                                                        answers like this
        sort highest   top 3   bottom 3   within year   order and cut
        to the nearest £1m   as £m to 3 decimals        rounded; shown
        with total                                      a row for all of them
        at 3% until 2010-11, 2%   until 2013-14   linear     with project
      DRAWING        chart allocation by region   as bars   as lines   as share bars
      LITERALS       £5.67m  £2k  75p  3%  2 points  1,234.5  2009-10
      CHANGES        then top 3        then in 2009-10        then all
                     it / 9            the last figure again
      NAMES          let the North = North East, North West
                     let leverage = sum efficiency / sum allocation
      SCRIPTS        ask place = London "Which region?"       an input
                     check … is … to the nearest £1m "why"    has to hold
                     heading "…"    say "London gets {sum allocation London}."
                     export … to "x.csv"    run "x.riepl"    save to "x.riepl"
      LOOKING UP     list …   about …   help …   quit   # a comment
      A line that starts with a space goes on with the one before.
      Left out on purpose: dates and months, functions of your own (let does it), loops.
      """
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { TextLine(.text, String($0)) }
  }

  private func wordPage(_ entry: WordEntry) -> [TextLine] {
    var lines = TextLine.wrapped(
      .text, "  \(entry.spellings.joined(separator: ", ")): \(entry.summary).", width: width, indent: 4)
    lines.append(TextLine(.text, "  Example: \(entry.example)"))
    return lines
  }

  private func clausePage(_ entry: ClauseEntry) -> [TextLine] {
    [
      TextLine(.text, "  \(entry.form)"),
      TextLine(.text, "  \(entry.summary.prefix(1).uppercased() + entry.summary.dropFirst())."),
      TextLine(.text, "  Example: \(entry.example)"),
    ]
  }

  private func errorPage(_ entry: DiagnosticEntry) -> [TextLine] {
    var lines = [TextLine(.heading, "  \(entry.code.rawValue): \(entry.title)")]
    lines += TextLine.wrapped(
      .text, "  " + Pages.plain(entry.what) + " " + Pages.plain(entry.advice), width: width, indent: 2)
    if !entry.example.isEmpty { lines.append(TextLine(.text, "  Example: \(entry.example)")) }
    return lines
  }

  /// A message with an ellipsis in place of each fact.
  private static func plain(_ template: String) -> String {
    var result = ""
    var isInside = false
    for character in template {
      switch character {
      case "{":
        isInside = true
        result += "…"
      case "}": isInside = false
      default: if !isInside { result.append(character) }
      }
    }
    return result
  }
}
