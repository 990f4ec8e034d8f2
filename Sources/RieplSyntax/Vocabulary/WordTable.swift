/// One record for each word of the language: the only place that spells them.
public struct WordEntry: Sendable {
  /// The word.
  public let word: Word
  /// Its spellings, the one that the formatter writes first.
  public let spellings: [String]
  /// What it may do.
  public let roles: [WordRole]
  /// What it does, as one line of help.
  public let summary: String
  /// A line that uses it and has an answer.
  public let example: String

  init(_ word: Word, _ spellings: [String], _ roles: [WordRole], _ summary: String, _ example: String) {
    self.word = word
    self.spellings = spellings
    self.roles = roles
    self.summary = summary
    self.example = example
  }
}

/// The words of the language. Help, completion, highlighting, docs and tests read this table.
public enum WordTable {
  /// All entries, in the order of `Word`.
  public static let entries: [WordEntry] = [
    WordEntry(
      .show, ["show"], [.view], "shows the answer; it may be left out", "show sum allocation by region"),
    WordEntry(
      .chart, ["chart"], [.view], "draws the answer, as bars or as lines", "chart allocation by region"),
    WordEntry(
      .explain, ["explain"], [.view], "shows how an answer is worked out, step by step",
      "explain sum allocation in 2009-10"),
    WordEntry(
      .fully, ["fully"], [.view], "`explain fully` lists every figure that was taken",
      "explain fully allocation North East"),
    WordEntry(
      .source, ["source"], [.view], "says where each figure of an answer stands",
      "source sum allocation in 2008-09"),
    WordEntry(.sql, ["sql"], [.view], "writes the question in SQL", "sql sum allocation by region"),
    WordEntry(
      .schema, ["schema"], [.view], "`sql schema` writes the tables that the SQL asks", "sql schema"),
    WordEntry(
      .why, ["why"], [.view], "`why not`: why something is missing from the last answer", "why not London"),
    WordEntry(
      .rank, ["rank"], [.modifier], "puts rows in order, the highest as 1", "rank efficiency by region"),
    WordEntry(
      .project, ["project"], [.modifier], "shows the way of a figure, year by year",
      "project efficiency North East"),
    WordEntry(
      .compare, ["compare"], [.modifier], "sets two figures side by side, with their difference",
      "compare sum allocation London with South East"),
    WordEntry(
      .with, ["with"], [.clause, .connective], "`with total` adds a row for all rows together",
      "allocation by region with total"),
    WordEntry(.sum, ["sum"], [.reducer(.sum)], "adds figures up", "sum allocation"),
    WordEntry(
      .total, ["total"], [.reducer(.sum), .clause], "the same as sum; `with total` adds a row",
      "total allocation in 2009-10"),
    WordEntry(
      .average, ["average", "mean"], [.reducer(.average)],
      "adds figures up and divides by how many there are",
      "average efficiency"),
    WordEntry(.median, ["median"], [.reducer(.median)], "the middle figure", "median allocation in 2009-10"),
    WordEntry(
      .lowest, ["lowest", "minimum", "smallest"], [.reducer(.lowest), .clause],
      "the lowest figure, and whose it is", "lowest efficiency"),
    WordEntry(
      .highest, ["highest", "maximum", "largest", "biggest"], [.reducer(.highest), .clause],
      "the highest figure, and whose it is", "highest efficiency"),
    WordEntry(
      .count, ["count"], [.reducer(.count)], "how many there are",
      "count regions where efficiency > £500m"),
    WordEntry(.range, ["range"], [.reducer(.range)], "the highest less the lowest", "range efficiency"),
    WordEntry(
      .share, ["share"], [.shaper(.share)], "a figure as a percentage of the whole that it is part of",
      "share allocation by region"),
    WordEntry(
      .change, ["change"], [.shaper(.change)], "how much a figure went up or down between two years",
      "change allocation by region from 2008-09 to 2010-11"),
    WordEntry(
      .growth, ["growth"], [.shaper(.growth)], "a change as a percentage of where it began",
      "growth sum allocation from 2008-09 to 2009-10"),
    WordEntry(
      .cumulative, ["cumulative", "running"], [.shaper(.cumulative)], "adds the rows up one after another",
      "cumulative allocation by year"),
    WordEntry(
      .of, ["of"], [.operator], "reads well after a calculation, and takes a percentage",
      "3% of sum allocation"),
    WordEntry(
      .increased, ["increased"], [.operator], "`increased by 3%` adds a percentage",
      "sum allocation increased by 3%"),
    WordEntry(
      .decreased, ["decreased", "reduced"], [.operator], "`decreased by 3%` takes a percentage off",
      "sum allocation decreased by 3%"),
    WordEntry(.by, ["by", "per"], [.clause, .operator], "one row for each", "allocation by region"),
    WordEntry(.it, ["it"], [.answer], "the last answer, when it is one figure", "it / 9"),
    WordEntry(.for, ["for"], [.clause], "only these", "sum allocation for London and South East"),
    WordEntry(
      .in, ["in"], [.clause, .comparison], "only these; after a dimension: one of these",
      "sum allocation in 2009-10"),
    WordEntry(
      .from, ["from"], [.clause], "from one year to another",
      "growth allocation by region from 2008-09 to 2009-10"),
    WordEntry(
      .to, ["to"], [.clause], "the end of a span, or what to round to", "sum allocation to the nearest £1m"),
    WordEntry(
      .where, ["where"], [.clause], "only single figures that are like this, before anything is added",
      "sum allocation where year = 2009-10"),
    WordEntry(
      .sort, ["sort", "sorted"], [.clause], "puts rows in order: highest, lowest or name",
      "efficiency by region sort name"),
    WordEntry(
      .name, ["name", "names"], [.clause], "`sort name` puts rows in alphabetical order",
      "efficiency by region sort name"),
    WordEntry(.top, ["top"], [.clause], "only the highest few", "efficiency by region top 3"),
    WordEntry(.bottom, ["bottom"], [.clause], "only the lowest few", "efficiency by region bottom 3"),
    WordEntry(
      .within, ["within"], [.clause], "starts order, cut and shares afresh in each",
      "allocation by region, year top 1 within year"),
    WordEntry(
      .at, ["at"], [.clause, .comparison], "`at 4%` is a rate for project; `at least`, `at most` keep rows",
      "project efficiency North East at 4%"),
    WordEntry(
      .until, ["until"], [.clause], "how far project goes", "project efficiency North East until 2013-14"),
    WordEntry(
      .compound, ["compound"], [.clause], "gains on gains, the usual way of project",
      "project efficiency London compound"),
    WordEntry(.linear, ["linear"], [.clause], "the same gain each year", "project efficiency London linear"),
    WordEntry(
      .nearest, ["nearest"], [.clause], "`to the nearest £1m` rounds the figures",
      "sum allocation to the nearest £1m"),
    WordEntry(
      .as, ["as"], [.clause], "the unit and the decimals to show; `as bars`: what a chart is drawn as",
      "allocation in 2009-10 as £m to 3 decimals"),
    WordEntry(
      .decimals, ["decimals", "decimal", "dp"], [.unit], "how many decimals to show",
      "share efficiency by region as % to 1 decimal"),
    WordEntry(.points, ["points", "point"], [.unit], "percentage points", "7% - 3% + 2 points"),
    WordEntry(
      .number, ["number", "numbers"], [.unit], "shows a plain number", "share efficiency London as number"),
    WordEntry(
      .all, ["all"], [.clause], "`all regions`; after `then`: without the cut",
      "sum allocation for all regions"),
    WordEntry(
      .keep, ["keep"], [.connective],
      "at the end of `load`: keeps the columns in your cache folder, so that the next start answers at once",
      "load \"spending.csv\" keep"),
    WordEntry(
      .is, ["is", "are"], [.comparison], "equal to", "published total - sum allocation by region is not £0"),
    WordEntry(.above, ["above", "over"], [.comparison], "more than", "sum allocation by region above £20m"),
    WordEntry(.below, ["below", "under"], [.comparison], "less than", "sum allocation by region below £20m"),
    WordEntry(
      .more, ["more", "greater"], [.comparison], "`more than`: above", "efficiency by region more than £500m"),
    WordEntry(
      .less, ["less", "fewer"], [.comparison], "`less than`: below", "efficiency by region less than £400m"),
    WordEntry(.than, ["than"], [.comparison], "follows more, less", "efficiency by region more than £500m"),
    WordEntry(
      .least, ["least"], [.comparison], "`at least`: that much or more", "efficiency by region at least £491m"
    ),
    WordEntry(
      .most, ["most"], [.comparison], "`at most`: that much or less", "efficiency by region at most £384m"),
    WordEntry(
      .between, ["between"], [.comparison], "from one figure to another, both counted",
      "efficiency by region between £400m and £500m"),
    WordEntry(
      .contains, ["contains", "containing"], [.comparison], "names that have these letters in them",
      "sum allocation where region contains \"east\""),
    WordEntry(
      .starts, ["starts", "starting"], [.comparison], "`starts with`: names that begin with these letters",
      "sum allocation where region starts with \"north\""),
    WordEntry(
      .and, ["and"], [.connective], "joins names, and conditions that must all hold",
      "sum allocation for London and South East"),
    WordEntry(
      .or, ["or"], [.connective], "joins conditions of which one must hold",
      "count regions where efficiency > £800m or efficiency < £300m"),
    WordEntry(
      .not, ["not"], [.connective], "turns a condition round", "count regions where not efficiency > £800m"),
    WordEntry(
      .except, ["except", "excluding", "without"], [.connective], "leaves names out of a list",
      "sum allocation for all regions except London"),
    WordEntry(.then, ["then"], [.command], "asks the last question again, with a change", "then top 3"),
    WordEntry(
      .let, ["let"], [.command], "gives a name to figures or places",
      "let the North = North East, North West, Yorkshire and Humber"),
    WordEntry(
      .ask, ["ask"], [.command], "gives a name to an input of a script, with what it is if nobody says more",
      "ask place = London \"Which region?\""),
    WordEntry(
      .check, ["check"], [.command], "says whether a comparison holds, and the script fails if it does not",
      "check sum allocation = announced allocation to the nearest £1m \"Adds up to the headline\""),
    WordEntry(
      .heading, ["heading"], [.command], "puts a heading into a report",
      "heading \"The money of {2009-10}\""),
    WordEntry(
      .say, ["say"], [.command], "puts a sentence into a report; braces hold questions",
      "say \"London gets {sum allocation London as £m}.\""),
    WordEntry(
      .export, ["export"], [.command], "writes an answer to a file, in the form that its name ends in",
      "export allocation by region to \"regions.csv\""),
    WordEntry(.list, ["list"], [.command], "lists what there is", "list regions"),
    WordEntry(.about, ["about"], [.command], "says what is known of a name", "about East Midlands"),
    WordEntry(.help, ["help"], [.command], "explains a word, a calculation or an error", "help sum"),
    WordEntry(
      .learn, ["learn"], [.command], "begins the lessons at the prompt, or goes on with them", "learn"),
    WordEntry(.use, ["use"], [.command], "chooses the dataset to ask", "use riep 2008"),
    WordEntry(
      .load, ["load"], [.command], "reads figures of your own from a file",
      "load \"spending.csv\" as spending"),
    WordEntry(
      .describe, ["describe"], [.command], "says what was read of a file, and how it was understood",
      "describe spending"),
    WordEntry(
      .run, ["run"], [.command], "runs the statements of another script", "run \"brief.riepl\""),
    WordEntry(
      .save, ["save"], [.command], "writes the statements that worked to a script", "save to \"mine.riepl\""),
    WordEntry(
      .set, ["set"], [.command], "changes how answers are printed; alone it shows all settings",
      "set format csv"),
    WordEntry(.timer, ["timer"], [.command], "says how long each statement takes", "timer on"),
    WordEntry(.undo, ["undo"], [.command], "takes back the last `let`", "undo"),
    WordEntry(.history, ["history"], [.command], "lists the lines that were typed", "history"),
    WordEntry(.quit, ["quit", "exit", "bye"], [.command], "leaves", "quit"),
  ]

  /// The entry of a word.
  public static func entry(_ word: Word) -> WordEntry { entries[Int(word.rawValue)] }

  /// The spelling that the formatter writes.
  public static func spelling(_ word: Word) -> String { entries[Int(word.rawValue)].spellings[0] }

  /// The calculation that adds up, finds or counts, if the word is one.
  public static func reducer(_ word: Word) -> Reducer? {
    for case .reducer(let reducer) in entry(word).roles { return reducer }
    return nil
  }

  /// The calculation that looks at a figure's neighbours, if the word is one.
  public static func shaper(_ word: Word) -> Shaper? {
    for case .shaper(let shaper) in entry(word).roles { return shaper }
    return nil
  }

  /// The word that stands for a reducer: the first that has the role.
  public static func word(_ reducer: Reducer) -> Word {
    entries.first { $0.roles.contains(.reducer(reducer)) }?.word ?? .sum
  }

  /// The word that stands for a shaper.
  public static func word(_ shaper: Shaper) -> Word {
    entries.first { $0.roles.contains(.shaper(shaper)) }?.word ?? .share
  }
}
