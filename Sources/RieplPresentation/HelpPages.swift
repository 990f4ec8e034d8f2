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
    if let guide = HabitGuide.all.first(where: { $0.topics.contains(topic) }) { return guidePage(guide) }
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
    ["language"] + HabitGuide.all.flatMap(\.topics) + WordTable.entries.flatMap(\.spellings)
      + ListTopic.fixed.map(\.word)
      + DiagnosticCatalogue.entries.map(\.code.rawValue)
  }

  /// One screen that leads on.
  private func firstPage() -> [TextLine] {
    var lines = [TextLine(.heading, "  Ask a question on a line:")]
    lines += pairs(
      [
        ("sum allocation where year = 2009-10", "a figure"),
        ("allocation by region top 3", "rows, the highest first"),
        ("share efficiency by region", "each as a part of the whole"),
        ("project efficiency North East", "year by year"),
        ("then for London", "the last question with a change"),
      ], indent: 4, column: 35)
    lines.append(TextLine(.heading, "  Look up what there is:"))
    lines += pairs(
      [
        ("list regions", "also measures, facts, notes, words"),
        ("about East Midlands", "what is known of a name"),
      ], indent: 4, column: 35)
    lines.append(TextLine(.heading, "  Read or learn more:"))
    lines += pairs(
      [
        ("learn", "short lessons, here at the prompt"),
        ("help language", "the language on one page"),
        ("help sum, help where", "a word, a clause"),
        ("help E20", "what an error means"),
        ("help for Excel users", "your formulas, as questions"),
        ("help for SQL users", "your clauses, as questions"),
      ], indent: 4, column: 35)
    if let dataset = catalog.datasets.first {
      lines +=
        [TextLine(.text, "")]
        + TextLine.wrapped(.note, "  Data: \(dataset.name), \(dataset.document)", width: width, indent: 2)
    }
    return lines
  }

  private func wordPage(_ entry: WordEntry) -> [TextLine] {
    var lines = TextLine.wrapped(
      .text, "  \(entry.spellings.joined(separator: ", ")): \(entry.summary).", width: width, indent: 4)
    lines += [TextLine(.text, "")] + example(entry.example)
    let others = Pages.related(to: entry)
    if !others.isEmpty {
      lines += [TextLine(.text, "")]
      lines += TextLine.wrapped(
        .note, "  See also: " + others.map { "help " + $0 }.joined(separator: ", "), width: width, indent: 4)
    }
    return lines
  }

  /// Words that do something of the same kind.
  private static func related(to entry: WordEntry) -> [String] {
    func kind(_ entry: WordEntry) -> Int {
      for role in entry.roles {
        switch role {
        case .reducer: return 1
        case .shaper: return 2
        case .modifier: return 3
        case .view: return 4
        case .comparison: return 5
        default: continue
        }
      }
      return 0
    }
    guard kind(entry) > 0 else { return [] }
    return WordTable.entries.filter { kind($0) == kind(entry) && $0.word != entry.word }.prefix(6).map {
      $0.spellings[0]
    }
  }

  private func clausePage(_ entry: ClauseEntry) -> [TextLine] {
    TextLine.wrapped(.text, "  \(entry.form)", width: width, indent: 4)
      + TextLine.wrapped(
        .text, "  \(entry.summary.prefix(1).uppercased() + entry.summary.dropFirst()).", width: width,
        indent: 2)
      + [TextLine(.text, "")] + example(entry.example)
  }

  /// What an error means, by an example that causes it, and what to do.
  private func errorPage(_ entry: DiagnosticEntry) -> [TextLine] {
    var lines = [TextLine(.heading, "  \(entry.code.rawValue): \(entry.title)")]
    var isSaid = false
    let example = entry.example.isEmpty ? [] : example(entry.example, fault: entry.code)
    if !example.isEmpty { lines += [TextLine(.text, "  As here:")] + example }
    if example.count < 2 {
      // What can't be shown is told.
      lines += TextLine.wrapped(.text, "  It says: " + Pages.plain(entry.what), width: width, indent: 4)
    } else {
      // The message may end in the advice.
      isSaid = example.map { $0.text.drop { $0 == " " } }.joined(separator: " ").hasSuffix(entry.advice)
    }
    let advice = Pages.plain(entry.advice)
    if !advice.isEmpty, !isSaid {
      lines += TextLine.wrapped(.text, "  What to do: " + advice, width: width, indent: 4)
    }
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
