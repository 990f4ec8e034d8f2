/// What is said about one kind of error.
public struct DiagnosticEntry: Sendable {
  /// The code.
  public let code: DiagnosticCode
  /// What a list of errors calls it.
  public let title: String
  /// The first sentence; braces hold facts.
  public let what: String
  /// The second sentence, where there is nothing to suggest.
  public let advice: String
  /// The second sentence around suggestions, where it is not "Did you mean …?".
  public let suggesting: String?
  /// A statement over the embedded dataset that causes it; empty where none can.
  public let example: String
}

/// The English of all errors, sorted by code: the only place that has it.
public enum DiagnosticCatalogue {
  /// All entries, sorted by code.
  public static let entries: [DiagnosticEntry] = [
    DiagnosticEntry(
      code: .notUTF8, title: "text that is not UTF-8",
      what: "This text is not valid UTF-8 at byte {offset}.",
      advice: "Save the file as UTF-8.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .hiddenCharacter, title: "a character that can't be seen",
      what: "There is a character here that can't be seen ({character}).",
      advice: "Delete it, or type the line again.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .unknownCharacter, title: "a mark without a meaning",
      what: "{character} has no meaning here.",
      advice: "Leave it out, or put an odd name in quotes: \"…\".",
      suggesting: nil,
      example: "sum allocation ~ London"),
    DiagnosticEntry(
      code: .unfinishedQuote, title: "a quote without an end",
      what: "This name has an opening quote and no closing one.",
      advice: "Put a \" at its end.",
      suggesting: nil,
      example: "sum allocation for \"London"),
    DiagnosticEntry(
      code: .numberGroups, title: "commas that don't group",
      what: "The commas in {text} don't group its digits by three.",
      advice: "Write {grouped}, or put a space behind each comma of a list.",
      suggesting: nil,
      example: "£12,34 + £1"),
    DiagnosticEntry(
      code: .notANumber, title: "a number that can't be read",
      what: "{text} is not a number that can be read.",
      advice: "Numbers look like 1,234.5, £2.5m, 3% or 75p.",
      suggesting: nil,
      example: "1.2.3 + 4"),
    DiagnosticEntry(
      code: .wrongYear, title: "a year that is not a financial year",
      what: "{text} is not a financial year: the second year has to be the one after the first.",
      advice: "Write it like 2009-10.",
      suggesting: nil,
      example: "sum allocation in 2009-11"),
    DiagnosticEntry(
      code: .somethingMissing, title: "something is missing",
      what: "Something is missing after {word}.",
      advice: "Put {what} there.",
      suggesting: nil,
      example: "sum allocation by"),
    DiagnosticEntry(
      code: .somethingElseNeeded, title: "something else is needed",
      what: "{found} can't stand here.",
      advice: "Put {what} here.",
      suggesting: nil,
      example: "sum / 3"),
    DiagnosticEntry(
      code: .cannotFollow, title: "a word out of place",
      what: "{found} can't follow {before}.",
      advice:
        "A calculation may be followed by an operator, a comma or a clause: `help language` shows them.",
      suggesting: nil,
      example: "sum allocation project"),
    DiagnosticEntry(
      code: .clauseTwice, title: "a clause twice",
      what: "{clause} stands twice in this question.",
      advice: "Keep one, or put both into one.",
      suggesting: nil,
      example: "sum allocation by region by year"),
    DiagnosticEntry(
      code: .operatorAfterClause, title: "an operator after a clause",
      what: "{operator} stands after a clause, where the calculation has ended.",
      advice:
        "Put the part before it in brackets, or the place or year right behind its figure: allocation London / allocation.",
      suggesting: nil,
      example: "sum allocation for London / sum allocation"),
    DiagnosticEntry(
      code: .bracketNotClosed, title: "a bracket that is not closed",
      what: "This bracket is not closed.",
      advice: "Put a ) where it should end.",
      suggesting: nil,
      example: "(sum allocation"),
    DiagnosticEntry(
      code: .bracketNotOpened, title: "a bracket that was not opened",
      what: "This bracket closes nothing.",
      advice: "Leave it out, or open one with ( before it.",
      suggesting: nil,
      example: "sum allocation)"),
    DiagnosticEntry(
      code: .foreignHabit, title: "a habit from another language",
      what: "{found} comes from {language}.",
      advice: "{advice}.",
      suggesting: nil,
      example: "select sum(allocation)"),
    DiagnosticEntry(
      code: .strayComma, title: "a comma out of place",
      what: "There is a comma here, and nothing that it could join.",
      advice: "Leave it out, or name another figure behind it.",
      suggesting: nil,
      example: "efficiency by region top 3, London"),
    DiagnosticEntry(
      code: .blankHere, title: "a blank to fill",
      what: "Something has to stand in place of the question mark.",
      advice: "Put {what} there.",
      suggesting: nil,
      example: "let leverage = sum ?"),
    DiagnosticEntry(
      code: .unknownName, title: "a name that is not known",
      what: "There is no {what} called “{name}”.",
      advice: "`list {list}` shows what there is.",
      suggesting: "Did you mean {suggestions}?",
      example: "sum allocation for Noth East"),
    DiagnosticEntry(
      code: .ambiguousName, title: "a name that could be several",
      what: "“{name}” could be several names.",
      advice: "Write it in full.",
      suggesting: "Did you mean {suggestions}?",
      example: "sum allocation for North"),
    DiagnosticEntry(
      code: .bareYear, title: "a year that could be two",
      what: "{year} could be the financial year {before} or {after}.",
      advice: "Write one of them.",
      suggesting: "Did you mean {suggestions}?",
      example: "sum allocation in 2009"),
    DiagnosticEntry(
      code: .yearNotInData, title: "a year without figures",
      what: "There are no figures for {year}.",
      advice: "The years are {first} to {last}.",
      suggesting: nil,
      example: "sum allocation in 2012-13"),
    DiagnosticEntry(
      code: .noYears, title: "figures without years",
      what: "There are no financial years in these figures, so {year} means nothing.",
      advice: "`list dimensions` shows what there is.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .wrongKind, title: "a name of another kind",
      what: "{name} is {kind}, which can't stand here.",
      advice: "Put {what} here.",
      suggesting: nil,
      example: "sum allocation for efficiency"),
    DiagnosticEntry(
      code: .memberAsFigure, title: "a place or year where a figure should be",
      what: "{name} is {kind}, not a figure.",
      advice: "Ask for a figure of it.",
      suggesting: "Ask for a figure of it, such as {suggestions}.",
      example: "London + South East"),
    DiagnosticEntry(
      code: .memberOutOfPlace, title: "a place or year out of place",
      what: "{name} can't stand here.",
      advice: "Put it right behind a figure, or after `for`.",
      suggesting: "Write {suggestions}.",
      example: "sum allocation by region London"),
    DiagnosticEntry(
      code: .nameTaken, title: "a name that is taken",
      what: "“{name}” already means something.",
      advice: "Choose another name.",
      suggesting: nil,
      example: "let London = South East"),
    DiagnosticEntry(
      code: .notAName, title: "a name that can't be one",
      what: "“{name}” can't be a name.",
      advice: "A name is made of words and numbers.",
      suggesting: nil,
      example: "let a / b = 3"),
    DiagnosticEntry(
      code: .unitsDiffer, title: "units that don't go together",
      what: "{first} and {second} can't be {verb}.",
      advice: "Bring both to the same unit.",
      suggesting: "Did you mean {suggestions}?",
      example: "£5 + 3%"),
    DiagnosticEntry(
      code: .unitsDoNotMultiply, title: "units that can't be multiplied",
      what: "{first} and {second} can't be {verb}.",
      advice: "One of them has to be a plain number or a percentage.",
      suggesting: nil,
      example: "£5 * £3"),
    DiagnosticEntry(
      code: .lacksDimension, title: "a figure without that dimension",
      what: "{figure} has no {plural}: {why}.",
      advice: "Leave {named} out.",
      suggesting: "Ask {suggestions}.",
      example: "count regions by year"),
    DiagnosticEntry(
      code: .lacksYears, title: "a level and not a yearly figure",
      what: "{figure} is {what}, so there is none for {named}.",
      advice: "Leave {named} out.",
      suggesting: "Ask {suggestions}.",
      example: "efficiency by year"),
    DiagnosticEntry(
      code: .doesNotAddUp, title: "a figure that does not add up",
      what: "{figure} does not add up over {plural}.",
      advice: "Name one of them, or ask for the highest, lowest or average.",
      suggesting: nil,
      example: "sum (average allocation by region)"),
    DiagnosticEntry(
      code: .neverRepeated, title: "figures of different shapes",
      what: "{first} has a figure for each {shape}, and {second} has not.",
      advice: "Add both up to the same rows.",
      suggesting: "Ask {suggestions}.",
      example: "efficiency / allocation"),
    DiagnosticEntry(
      code: .shareOfWhat, title: "a share of what?",
      what: "A share of what?",
      advice: "Name a part, or rows.",
      suggesting: "Name a part or rows: {suggestions}.",
      example: "share allocation"),
    DiagnosticEntry(
      code: .shareNeedsSums, title: "a share of something that is no sum",
      what: "{figure} is not a sum, so its parts make no whole.",
      advice: "Divide the two figures that you mean.",
      suggesting: nil,
      example: "share average allocation by region"),
    DiagnosticEntry(
      code: .changeBetweenWhat, title: "a change between what?",
      what: "{word} between which years?",
      advice: "Add `from 2008-09 to 2009-10`, or `by year`.",
      suggesting: "Ask {suggestions}.",
      example: "growth allocation"),
    DiagnosticEntry(
      code: .notOneCell, title: "several figures beside one",
      what: "{figure} is several figures here, beside one that is reduced.",
      advice: "Add it up too.",
      suggesting: "Ask {suggestions}.",
      example: "sum allocation - published total"),
    DiagnosticEntry(
      code: .dividedByZero, title: "a division by zero",
      what: "This divides by zero.",
      advice: "Change what stands behind the /.",
      suggesting: nil,
      example: "£5 / 0"),
    DiagnosticEntry(
      code: .rootOfNegative, title: "a root of a negative number",
      what: "An even root of a negative number is no number.",
      advice: "Change what stands before the ^.",
      suggesting: nil,
      example: "(-4) ^ (1 / 2)"),
    DiagnosticEntry(
      code: .loadOption, title: "a word behind load that it does not take",
      what: "Behind the name of the file there should be {what}.",
      advice: "For example: load \"spending.csv\" as spending where column \"Ref\" is text.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .fileUnreadable, title: "a file that can't be read",
      what: "{file} can't be read: {why}.",
      advice: "Look at its name and who may read it.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .fileExists, title: "a file that is there already",
      what: "There is already a file {file}.",
      advice: "Choose another name, or allow it with --force.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .fileUnwritable, title: "a file that can't be written",
      what: "{file} can't be written: {why}.",
      advice: "Look at its folder and at the space on the disk.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .runCycle, title: "scripts that run one another",
      what: "{file} can't be run here: {why}.",
      advice: "Take one of the `run` lines out: {chain}.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .nothingToSave, title: "nothing to save",
      what: "No statement has worked yet that could be saved.",
      advice: "Ask a question first, such as sum allocation.",
      suggesting: nil,
      example: "save to \"nothing.riepl\""),
    DiagnosticEntry(
      code: .unknownSetting, title: "an unknown setting",
      what: "There is no setting called “{name}”.",
      advice: "`set` alone shows all settings.",
      suggesting: nil,
      example: "set font large"),
    DiagnosticEntry(
      code: .wrongSetting, title: "a setting that can't be so",
      what: "The setting {name} can't be “{value}”.",
      advice: "It takes {values}.",
      suggesting: nil,
      example: "set decimals many"),
    DiagnosticEntry(
      code: .unknownForm, title: "a form that a file can't have",
      what: "{file} ends in no form that can be written.",
      advice: "Let its name end in {forms}.",
      suggesting: nil,
      example: "export sum allocation to \"figures.doc\""),
    DiagnosticEntry(
      code: .inSandbox, title: "something that the sandbox forbids",
      what: "{file} can't be {done} in the sandbox.",
      advice: "{advice}.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .wrongInput, title: "a value that an input does not take",
      what: "The input {name} can't be “{value}”: it takes {takes}.",
      advice: "Give it another value.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .tooDeep, title: "too deep",
      what: "There are more than {limit} things inside one another here.",
      advice: "Give a part a name with `let`, or write it more simply.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .tooManyNodes, title: "too much in one statement",
      what: "This statement has more than {limit} parts.",
      advice: "Split it into several.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .statementTooLong, title: "a line that is too long",
      what: "This statement is longer than {limit}.",
      advice: "Split it into several.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .tokenTooLong, title: "a word that is too long",
      what: "This word is longer than {limit} bytes.",
      advice: "Shorten it.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .scriptTooLong, title: "a script that is too long",
      what: "The script is longer than {limit}.",
      advice: "Split it into several.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .numberTooLarge, title: "a number that is too large",
      what: "The numbers in this calculation grow too large to be exact.",
      advice: "Use smaller exponents.",
      suggesting: nil,
      example: "2 ^ 100000"),
    DiagnosticEntry(
      code: .tooManyRows, title: "too many rows",
      what: "The answer would have more than {limit} rows.",
      advice: "Ask for fewer with `for` or `where`.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .tooManySteps, title: "too much to work out",
      what: "This would take more than {limit} steps.",
      advice: "Ask for less at a time.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .interrupted, title: "stopped",
      what: "The question was stopped.",
      advice: "",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .timedOut, title: "out of time",
      what: "The time of {limit} is over.",
      advice: "Allow more with --timeout, or ask less.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .questionMark, title: "a question mark",
      what: "Only a question may end with a question mark, and this is none.",
      advice: "Leave it out.",
      suggesting: nil,
      example: "let total money = sum allocation?"),
    DiagnosticEntry(
      code: .minusNeedsSpaces, title: "a minus without spaces",
      what: "A hyphen between words is read as part of a name.",
      advice: "Put a space on both sides of a minus.",
      suggesting: nil,
      example: "published total-allocation by region"),
    DiagnosticEntry(
      code: .wholeNumberNeeded, title: "a whole number is needed",
      what: "{word} takes a whole number from 1 on, and not {found}.",
      advice: "Write it like top 3.",
      suggesting: nil,
      example: "efficiency by region top 2.5"),
    DiagnosticEntry(
      code: .decimalsNeeded, title: "a number of decimals is needed",
      what: "The decimals can be 0 to 30, and not {found}.",
      advice: "Write it like `to 2 decimals`.",
      suggesting: nil,
      example: "sum allocation to 99 decimals"),
    DiagnosticEntry(
      code: .inAfterFigure, title: "`in` inside a condition",
      what: "`in` can't stand inside a comparison.",
      advice: "Put the name right behind the figure: {figure} {member}.",
      suggesting: nil,
      example: "count regions where allocation in 2009-10 > £7.5m"),
    DiagnosticEntry(
      code: .figuresSideBySide, title: "two figures side by side",
      what: "{name} stands right behind another figure.",
      advice: "Put an operator or a comma between them.",
      suggesting: nil,
      example: "sum allocation efficiency"),
    DiagnosticEntry(
      code: .strayBrace, title: "a brace by itself",
      what: "There is {brace} brace without the other that goes with it.",
      advice: "Put a question in braces, and write a brace of the text twice.",
      suggesting: nil,
      example: "say \"London gets {sum allocation London\""),
    DiagnosticEntry(
      code: .sentenceNeedsQuestion, title: "something in braces that is no question",
      what: "What stands in braces has to be a question or a name.",
      advice: "Ask for a figure, as in sum allocation London.",
      suggesting: nil,
      example: "say \"{list regions}\""),
    DiagnosticEntry(
      code: .sentenceNeedsFigure, title: "several figures in a sentence",
      what: "A sentence takes one figure, and this question has several.",
      advice: "Leave `by` and the commas out, or add it up.",
      suggesting: nil,
      example: "say \"{allocation by region}\""),
    DiagnosticEntry(
      code: .sharedName, title: "a name of several dimensions",
      what: "{name} is a name of {first} and of {second}{others}.",
      advice: "Say which is meant, as in where {first} = {name}.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .dimensionAfterFigure, title: "a dimension behind a figure",
      what: "{name} can't stand right behind a figure.",
      advice: "Write `by` in front of it.",
      suggesting: "Did you mean {suggestions}?",
      example: "sum allocation region"),
    DiagnosticEntry(
      code: .dimensionAsMember, title: "a dimension where a member should be",
      what: "{name} is a dimension, and {word} takes its members.",
      advice: "Name one of them; `by {name}` gives a row for each.",
      suggesting: nil,
      example: "sum allocation for region"),
    DiagnosticEntry(
      code: .slicesOfOneDimension, title: "two members side by side",
      what: "{first} and {second} stand side by side, and a figure has only one of each kind.",
      advice: "Join them with `and` after `for`.",
      suggesting: "Write {suggestions}.",
      example: "sum allocation London South East"),
    DiagnosticEntry(
      code: .memberAsCondition, title: "a name without a comparison",
      what: "A condition has to compare something with {name}.",
      advice: "Write {dimension} = {name}.",
      suggesting: "Write {suggestions}.",
      example: "sum allocation where London"),
    DiagnosticEntry(
      code: .noLastQuestion, title: "nothing to go on from",
      what: "There is no question before this one that worked.",
      advice: "Ask one first, such as sum allocation by region.",
      suggesting: nil,
      example: "then top 3"),
    DiagnosticEntry(
      code: .noLastFigure, title: "no single figure before",
      what: "`it` is the last answer when that is one figure, and there is none.",
      advice: "Ask for one first, such as sum allocation.",
      suggesting: nil,
      example: "it / 2"),
    DiagnosticEntry(
      code: .brokenDefinition, title: "a name whose definition has an error",
      what: "{name} was not defined, because the line that defines it has an error.",
      advice: "Mend that line first.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .unknownTopic, title: "nothing to list or to explain",
      what: "There is nothing called “{name}” to {verb}.",
      advice: "`help` shows what there is.",
      suggesting: nil,
      example: "list cheese"),
    DiagnosticEntry(
      code: .mixedDimensions, title: "members of several dimensions",
      what: "{first} and {second} are of different dimensions.",
      advice: "Name members of one dimension in a group.",
      suggesting: nil,
      example: "let mine = London, 2009-10"),
    DiagnosticEntry(
      code: .nothingToUndo, title: "nothing to take back",
      what: "There is no `let` to take back.",
      advice: "`undo` takes back one `let` after the other, the last one first.",
      suggesting: nil,
      example: "undo"),
    DiagnosticEntry(
      code: .calculationOfCalculation, title: "a calculation of a single figure",
      what: "{word} takes many figures, and {inner} is one already.",
      advice: "Leave {word} out.",
      suggesting: "Ask {suggestions}.",
      example: "average sum allocation"),
    DiagnosticEntry(
      code: .reducerInWhere, title: "a calculation in a condition",
      what: "`where` looks at single figures, before anything is added up, so {word} can't stand there.",
      advice: "Compare the answer instead: `above`, `below` or `is` at the end.",
      suggesting: "Ask {suggestions}.",
      example: "count regions where sum allocation > £20m"),
    DiagnosticEntry(
      code: .bracketHasRows, title: "brackets with many rows",
      what: "The brackets hold {count} rows, and one figure is needed here.",
      advice: "Put a word such as sum or average in front of them.",
      suggesting: "Ask {suggestions}.",
      example: "(sum allocation by region) / 2"),
    DiagnosticEntry(
      code: .comparisonUnits, title: "things that don't compare",
      what: "{first} can't be compared with {second}.",
      advice: "Compare figures of the same unit.",
      suggesting: "Did you mean {suggestions}?",
      example: "sum allocation by region above 20"),
    DiagnosticEntry(
      code: .displayUnit, title: "a unit that does not fit",
      what: "{unit} can't be shown as {wanted}.",
      advice: "Leave the unit out.",
      suggesting: nil,
      example: "sum allocation as %"),
    DiagnosticEntry(
      code: .dimensionTwice, title: "a dimension named twice",
      what: "{name} is named twice, in `{first}` and in `{second}`.",
      advice: "Name its members in one place.",
      suggesting: nil,
      example: "sum allocation for London in South East"),
    DiagnosticEntry(
      code: .rowsNeeded, title: "rows are needed",
      what: "{word} needs rows to work on, and this is one figure.",
      advice: "Add `by` and a dimension.",
      suggesting: "Ask {suggestions}.",
      example: "sum allocation top 3"),
    DiagnosticEntry(
      code: .projectNeedsMeasure, title: "project takes one figure",
      what: "`project` takes one figure by year, or one with a yearly rate, with or without a place.",
      advice: "Name one that has years, and `at` a rate.",
      suggesting: "Ask {suggestions}.",
      example: "project efficiency / allocation"),
    DiagnosticEntry(
      code: .projectNeedsRate, title: "a rate is needed",
      what: "{figure} has no rate of its own to grow by.",
      advice: "Add one, such as `at 3%`.",
      suggesting: "Ask {suggestions}.",
      example: "project allocation London until 2013-14"),
    DiagnosticEntry(
      code: .onlyForProject, title: "a clause for project only",
      what: "{clause} goes with `project` only.",
      advice: "Leave it out, or put `project` in front.",
      suggesting: nil,
      example: "sum allocation at 3%"),
    DiagnosticEntry(
      code: .notWithProject, title: "a clause that project does not take",
      what: "`project` does not take {clause}.",
      advice: "Leave it out.",
      suggesting: nil,
      example: "project efficiency by year"),
    DiagnosticEntry(
      code: .rateNotPercent, title: "a rate has to be a percentage",
      what: "{what} is a percentage, and {found} is not one.",
      advice: "Write it like 3%.",
      suggesting: nil,
      example: "project efficiency London at 3"),
    DiagnosticEntry(
      code: .untilTooEarly, title: "a year before the first",
      what: "{until} does not come after {start}, where the years begin.",
      advice: "Name a later year.",
      suggesting: nil,
      example: "project efficiency London until 2006-07"),
    DiagnosticEntry(
      code: .exponentUnit, title: "an exponent with a unit",
      what: "What stands behind ^ has to be a plain number, and so has the base.",
      advice: "Leave the units out.",
      suggesting: nil,
      example: "£3 ^ 2"),
    DiagnosticEntry(
      code: .needsOrder, title: "a dimension without an order",
      what: "{name} has no order, so there is no span or change over it.",
      advice: "Use years.",
      suggesting: nil,
      example: "sum allocation from London to South East"),
    DiagnosticEntry(
      code: .cannotCompare, title: "nothing to compare",
      what: "{found} can't take the place of anything in the calculation.",
      advice: "Name a place or year of the same kind behind the first figure.",
      suggesting: nil,
      example: "compare sum allocation with London"),
    DiagnosticEntry(
      code: .emptySelection, title: "nothing left",
      what: "Nothing is left: {why}.",
      advice: "Name something else.",
      suggesting: nil,
      example: "sum allocation for London except London"),
    DiagnosticEntry(
      code: .conditionNeedsMember, title: "a condition that is not one figure",
      what: "{figure} has several figures for each {row}, so this can't be decided.",
      advice: "Name the {missing} behind it.",
      suggesting: "Write {suggestions}.",
      example: "count regions where allocation > £7.5m"),
    DiagnosticEntry(
      code: .manyFacts, title: "rows for a single figure",
      what: "{figure} is a single figure, without {plural}.",
      advice: "Leave {named} out.",
      suggesting: nil,
      example: "announced allocation by region"),
    DiagnosticEntry(
      code: .nearestNotPositive, title: "an amount to round to",
      what: "What to round to has to be more than zero and of the same unit.",
      advice: "Write it like `to the nearest £1m`.",
      suggesting: nil,
      example: "sum allocation to the nearest 3%"),
    DiagnosticEntry(
      code: .dimensionInCalculation, title: "a dimension is not a figure",
      what: "{name} is a dimension and not a figure to calculate with.",
      advice: "Count its members: count {plural}.",
      suggesting: nil,
      example: "regions + 1"),
    DiagnosticEntry(
      code: .withinNeedsRow, title: "rows to start afresh in",
      what: "`within {name}` needs {name} among the rows.",
      advice: "Add it to `by`.",
      suggesting: nil,
      example: "efficiency by region top 1 within year"),
    DiagnosticEntry(
      code: .withinAlone, title: "`within` with nothing to start afresh",
      what: "{clause} starts an order, a cut, a share or a running sum afresh in each, and there is none.",
      advice: "Leave it out, or add one, such as top 1.",
      suggesting: nil,
      example: "allocation by region, year within year"),
    DiagnosticEntry(
      code: .clauseAndSlice, title: "a clause beside a slice",
      what: "`{clause}` changes nothing, because each figure names its {name} already.",
      advice: "Leave one of the two out.",
      suggesting: nil,
      example: "sum allocation London for South East"),
    DiagnosticEntry(
      code: .sliceInside, title: "a name given twice",
      what: "{name} stands inside, and another {dimension} is named outside.",
      advice: "Leave one of the two out.",
      suggesting: nil,
      example: "(sum allocation London) South East"),
    DiagnosticEntry(
      code: .listingClause, title: "a clause that a list does not take",
      what: "{clause} does not go with a list of names.",
      advice: "Leave it out, or ask for a figure of them.",
      suggesting: nil,
      example: "regions top 3"),
    DiagnosticEntry(
      code: .checkNeedsComparison, title: "a check without a comparison",
      what: "A check needs a comparison that has to hold.",
      advice: "Put one at the end, as in check {figure} above £0.",
      suggesting: nil,
      example: "check sum allocation"),
    DiagnosticEntry(
      code: .checkTakesOne, title: "a check of several figures",
      what: "A check takes one calculation, with a comparison behind it.",
      advice: "Check each by itself.",
      suggesting: nil,
      example: "check sum allocation, sum efficiency above £5m"),
    DiagnosticEntry(
      code: .unusedDefinition, title: "a name that is not used",
      what: "Nothing uses the name {name}.",
      advice: "Use it, or leave it out.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .unusedInput, title: "an input that is not used",
      what: "Nothing uses the input {name}.",
      advice: "Use it, or leave it out.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .chartInside, title: "a chart inside a calculation",
      what: "{clause} can't stand inside a calculation.",
      advice: "Put it at the end of the whole question.",
      suggesting: nil,
      example: "sum (allocation by region as bars)"),
    DiagnosticEntry(
      code: .tooMuchOutput, title: "too much output",
      what: "There are more than {limit} bytes of output.",
      advice: "Ask for less, or allow more with --limit output.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .askedTwice, title: "two names asked about at once",
      what: "why not takes one {dimension} at a time.", advice: "Ask about each by itself.",
      suggesting: nil, example: ""),
    DiagnosticEntry(
      code: .rowsAndWhole, title: "a row and all rows on the right of a comparison",
      what: "{whole} would be of all rows here, and {row} of each row.",
      advice: "Say which members the second is of, such as {example}.",
      suggesting: nil,
      example: "efficiency by region above average efficiency + sum allocation"),
    DiagnosticEntry(
      code: .comparedWithSingles, title: "rows of several figures compared with single ones",
      what: "Each row adds several figures up, and {figure} is of single ones.",
      advice: "Put the rows in brackets.",
      suggesting: "Ask for the rows with {suggestions}.",
      example: "allocation by region above average allocation"),
    DiagnosticEntry(
      code: .lessonsNeedPrompt, title: "lessons without a prompt",
      what: "Lessons are typed at the prompt, one line after the other, and not in a script.",
      advice: "Start riepl by itself at a terminal, and type learn.",
      suggesting: nil,
      example: "learn"),
    DiagnosticEntry(
      code: .unknownLesson, title: "a lesson that is not there",
      what: "There is no lesson called “{name}”.",
      advice: "`lessons` lists them once you have typed `learn`.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .faultyCourse, title: "a course that has faults",
      what: "{file} can't be used as a course: line {line}: {why}.",
      advice: "`riepl learn --check` lists all that is wrong with it.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .tooLittleMemory, title: "more memory than there may be",
      what: "Within the {limit} that --memory allows there is no room for {what}.",
      advice: "Allow more, as with --memory {more}; a question with -c alone reads only its own columns.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .noRoomAside, title: "no room to put columns aside",
      what: "{file} is larger than --memory allows, and its columns can't be put aside in {folder}: {why}.",
      advice: "Allow more memory, or name a folder on a disk with room in TMPDIR.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .descriptionMisfit, title: "a description that does not fit its table",
      what: "The description {description} does not fit {file}: {place}: {why}.",
      advice: "Mend it, or move it away.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .noTable, title: "a file that is no table",
      what: "{file} can't be read as a table: {why}.",
      advice: "Look at its first lines and its headings.",
      suggesting: nil,
      example: ""),
    DiagnosticEntry(
      code: .nothingToDraw, title: "an answer that can't be drawn",
      what: "There is nothing to be drawn for {file}.",
      advice: "A drawing needs figures with rows, such as those of `allocation by region`.",
      suggesting: nil,
      example: "export sum allocation to \"total.svg\""),
  ]

  private static let byCode: [DiagnosticCode: DiagnosticEntry] = Dictionary(
    entries.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

  /// The entry of a code.
  public static func entry(_ code: DiagnosticCode) -> DiagnosticEntry { byCode[code] ?? entries[0] }
}
