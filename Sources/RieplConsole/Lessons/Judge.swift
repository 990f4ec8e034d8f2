internal import RieplEngine
internal import RieplSyntax

/// Says whether a learner's line does what a task asks for: by what it came to, never by how it is written.
struct Judge {
  let step: Step
  /// What the model answer is asked in.
  private(set) var stage: Workspace
  /// What the model answer comes to.
  let model: Reply.Item
  /// The workspace after it.
  private(set) var stageAfter: Workspace

  /// A judge for a step, over what the steps before it have left.
  init(_ step: Step, stage: Workspace) {
    self.step = step
    self.stage = stage
    var after = stage
    model = Reply.of(step.answer.text, in: &after).items.last ?? .outcome(.nothing)
    stageAfter = after
  }

  /// What stops a question that is being worked out.
  mutating func setCancellation(_ isCancelled: @escaping @Sendable () -> Bool) {
    stage.isCancelled = isCancelled
    stageAfter.isCancelled = isCancelled
  }

  /// What was found out about a line.
  struct Verdict {
    var differences: Set<Difference>
    var model: AnswerOutline?
    var learner: AnswerOutline?
    var passes: Bool { differences.isEmpty }
  }

  /// What is wrong with a line; nothing where it does what the task asks for.
  ///
  /// - Parameters:
  ///   - reply: What the line came to.
  ///   - after: The learner's workspace behind it.
  func verdict(_ text: String, _ reply: Reply, after: Workspace) -> Verdict {
    var best: Verdict?
    for item in reply.items {
      if case .outcome(.nothing) = item { continue }
      var verdict = compare(item, after)
      if verdict.passes { verdict.differences.formUnion(missingWords(text, after)) }
      if verdict.passes, let fault = Judge.fault(item, reply) { verdict.differences.insert(.error(fault)) }
      if verdict.passes { return verdict }
      best = verdict
    }
    return best ?? Verdict(differences: [.statement])
  }

  /// What was wrong with a file that was to be written or run.
  private static func fault(_ item: Reply.Item, _ reply: Reply) -> DiagnosticCode? {
    switch item {
    case .outcome(.save), .outcome(.run), .outcome(.export):
      for case .error(let diagnostic) in reply.items { return diagnostic.code }
      return nil
    default: return nil
    }
  }

  /// Whether a line shows where figures come from, or why something is missing, and the task asks for that.
  func isTried(by reply: Reply) -> Bool {
    reply.items.contains {
      switch (model, $0) {
      case (.outcome(.worked(_, .source)), .outcome(.worked(_, .source))),
        (.outcome(.worked(_, .explain)), .outcome(.worked(_, .explain))),
        (.outcome(.worked(_, .sql)), .outcome(.worked(_, .sql))),
        (.outcome(.whyNot), .outcome(.whyNot)):
        true
      default: false
      }
    }
  }

  private func missingWords(_ text: String, _ after: Workspace) -> Set<Difference> {
    guard !step.uses.isEmpty else { return [] }
    let used = WordUse(text, after.parser.vocabulary)
    var missing: Set<Difference> = []
    for use in step.uses {
      let words = use.text.split(separator: " ").map { WordUse.word(String($0)) }
      if words.contains(nil) {
        if !used.names.contains(Session.inputKey(use.text)) { missing.insert(.named(use.text)) }
      } else {
        for case let word? in words where !used.words.contains(word) { missing.insert(.word(word)) }
      }
    }
    return missing
  }

  // MARK: One statement

  private func compare(_ item: Reply.Item, _ after: Workspace) -> Verdict {
    switch (model, item) {
    case (.error(let wanted), .error(let found)):
      return Verdict(differences: wanted.code == found.code ? [] : [.error(found.code)])
    case (_, .error(let found)): return Verdict(differences: [.error(found.code)])
    case (.error, .outcome): return Verdict(differences: [.statement])
    case (.outcome(let wanted), .outcome(let found)): return compare(wanted, found, after)
    }
  }

  private func compare(_ wanted: Outcome, _ found: Outcome, _ after: Workspace) -> Verdict {
    switch (wanted, found) {
    case (.answer(let wanted), .answer(let found)): return compare(wanted, found, after)
    case (.defined, .defined), (.ask, .ask), (.ask, .defined): return probe(after)
    case (.check(let wanted), .check(let found)):
      var verdict = compare(wanted.answer, found.answer, after)
      if wanted.passes != found.passes || wanted.rows != found.rows { verdict.differences.insert(.value) }
      if verdict.model?.taken.keys != verdict.learner?.taken.keys { verdict.differences.insert(.value) }
      return verdict
    case (.say(let wanted), .say(let found)), (.heading(let wanted), .heading(let found)):
      return compare(wanted, found, after)
    case (.export(let wanted, _, _), .export(let found, _, _)): return compare(wanted, found, after)
    case (.list(let wanted), .list(let found)):
      return Verdict(differences: wanted == found ? [] : [.statement])
    case (.about(let wanted), .about(let found)):
      return Verdict(differences: wanted == found ? [] : [.statement])
    case (.help(let wanted), .help(let found)):
      return Verdict(differences: wanted.lowercased() == found.lowercased() ? [] : [.statement])
    case (.worked(let wanted, .source), .worked(let found, .source)):
      return compareSources(wanted.answer, found.answer, after)
    case (.worked(let wanted, .explain), .worked(let found, .explain)),
      (.worked(let wanted, .sql), .worked(let found, .sql)):
      return compare(wanted.answer, found.answer, after)
    case (.whyNot(let wanted), .whyNot(let found)):
      if wanted.places == found.places { return Verdict(differences: []) }
      var differences: Set<Difference> = [.place]
      for case .member(let dimension, _) in wanted.places { differences.insert(.members(dimension)) }
      return Verdict(differences: differences)
    case (.schema, .schema): return Verdict(differences: [])
    case (.save, .save), (.run, .run), (.undone, .undone), (.history, .history):
      return Verdict(differences: [])
    default: return Verdict(differences: [.statement])
    }
  }

  /// Asks both workspaces what a definition came to.
  private func probe(_ after: Workspace) -> Verdict {
    guard let probe = step.probe else { return Verdict(differences: []) }
    var (mine, theirs) = (stageAfter, after)
    guard case .outcome(.answer(let wanted))? = Reply.of(probe.text, in: &mine).items.last else {
      return Verdict(differences: [.name])
    }
    guard case .outcome(.answer(let found))? = Reply.of(probe.text, in: &theirs).items.last else {
      return Verdict(differences: [.name])
    }
    var verdict = compare(wanted, found, after)
    if !verdict.passes { verdict.differences.insert(.name) }
    return verdict
  }

  /// Sentences are free, but for the figures in them.
  private func compare(_ wanted: [SentencePart], _ found: [SentencePart], _ after: Workspace) -> Verdict {
    var left = found.compactMap { if case .answer(let answer) = $0 { answer } else { nil } }
    for part in wanted {
      guard case .answer(let answer) = part else { continue }
      guard let index = left.firstIndex(where: { compare(answer, $0, after).passes }) else {
        return Verdict(differences: [.value])
      }
      left.remove(at: index)
    }
    return Verdict(differences: [])
  }

  // MARK: Answers

  /// Compares two answers, of which the second is the learner's.
  func compare(_ wanted: Answer, _ found: Answer, _ after: Workspace) -> Verdict {
    let model = AnswerOutline(wanted, stage.catalog)
    let learner = AnswerOutline(found, after.catalog)
    var differences = Judge.content(model, learner)
    // What only says more of a difference that there is: which figures were taken.
    var taken: Set<Difference> = []
    if Set(model.taken.keys) != Set(learner.taken.keys) { taken.insert(.figures) }
    for dimension in stage.catalog.dimensions.indices {
      guard let wanted = model.members(dimension), let found = learner.members(dimension), wanted != found
      else { continue }
      taken.insert(.members(dimension))
    }
    for option in step.judge {
      switch option.text.lowercased() {
      case "error": continue
      case "order":
        if differences.isEmpty, model.keys.count > 1, model.keys != learner.keys {
          differences.insert(.order)
        }
      case "shown":
        if differences.isEmpty, model.formats != learner.formats { differences.insert(.shown) }
      case let name:
        let dimension = stage.catalog.dimensions.firstIndex {
          $0.name.lowercased() == name || $0.plural == name
        }
        if let dimension, taken.contains(.members(dimension)) { differences.insert(.members(dimension)) }
      }
    }
    if !differences.isEmpty { differences.formUnion(taken) }
    return Verdict(differences: differences, model: model, learner: learner)
  }

  /// Where figures stand is the same whatever is worked out from them.
  private func compareSources(_ wanted: Answer, _ found: Answer, _ after: Workspace) -> Verdict {
    let model = AnswerOutline(wanted, stage.catalog)
    let learner = AnswerOutline(found, after.catalog)
    var differences: Set<Difference> = []
    if model.taken != learner.taken {
      if Set(model.taken.keys) != Set(learner.taken.keys) { differences.insert(.figures) }
      for dimension in stage.catalog.dimensions.indices {
        guard let wanted = model.members(dimension), let found = learner.members(dimension), wanted != found
        else { continue }
        differences.insert(.members(dimension))
      }
      if differences.isEmpty { differences.insert(.figures) }
    }
    return Verdict(differences: differences, model: model, learner: learner)
  }

  /// In what the content of two answers differs.
  private static func content(_ model: AnswerOutline, _ learner: AnswerOutline) -> Set<Difference> {
    var differences: Set<Difference> = []
    if model.isChart != learner.isChart { differences.insert(.drawing) }
    if model.isListing {
      // Names are asked for: figures beside them do no harm.
      for dimension in model.dimensions.subtracting(learner.dimensions) {
        differences.insert(.noRows(dimension))
      }
      if differences.isEmpty, Set(model.keys) != Set(learner.keys) { differences.insert(.rows) }
      return differences
    }
    if model.rows.count == 1, learner.rows.count == 1, learner.totals.isEmpty || model.totals.isEmpty {
      return differences.union(single(model, learner))
    }
    for dimension in model.dimensions.subtracting(learner.dimensions) {
      differences.insert(.noRows(dimension))
    }
    for dimension in learner.dimensions.subtracting(model.dimensions) {
      differences.insert(.extraRows(dimension))
    }
    guard model.dimensions == learner.dimensions else { return differences }
    guard Set(model.keys) == Set(learner.keys), model.keys.count == learner.keys.count else {
      return differences.union([.rows])
    }
    // The learner's rows in the order of the model's.
    let places = Dictionary(
      learner.keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = model.keys.map { key in places[key].map { learner.rows[$0] } ?? [] }
    differences.formUnion(columns(model.rows, rows))
    if !model.totals.isEmpty, differences.isEmpty {
      if learner.totals.isEmpty || Set(model.totals) != Set(learner.totals) { differences.insert(.total) }
    }
    return differences
  }

  /// One row each: a single figure is the same whether or not the row has a name, unless that name was asked for.
  private static func single(_ model: AnswerOutline, _ learner: AnswerOutline) -> Set<Difference> {
    var differences = columns(model.rows, learner.rows)
    let wanted = Set((model.keys.first ?? []).map(\.name)).union(model.whose)
    let found = Set((learner.keys.first ?? []).map(\.name)).union(learner.whose)
    if !wanted.isEmpty, wanted.isDisjoint(with: found) {
      if found.isEmpty, let dimension = model.dimensions.first {
        differences.insert(.noRows(dimension))
      } else {
        differences.insert(.rows)
      }
    }
    return differences
  }

  /// Columns may stand in any order.
  private static func columns(_ model: [[AnswerOutline.Value]], _ learner: [[AnswerOutline.Value]])
    -> Set<Difference>
  {
    guard let width = model.first?.count, let count = learner.first?.count else {
      return model.count == learner.count ? [] : [.rows]
    }
    guard width == count else { return [.columns] }
    func column(_ rows: [[AnswerOutline.Value]], _ index: Int) -> [AnswerOutline.Value] {
      rows.map { $0.indices.contains(index) ? $0[index] : AnswerOutline.Value(value: nil, unit: .number) }
    }
    var left = Array(0..<count)
    var differences: Set<Difference> = []
    for index in 0..<width {
      let wanted = column(model, index)
      if let place = left.firstIndex(where: { column(learner, $0) == wanted }) {
        left.remove(at: place)
        continue
      }
      let isSameUnit = left.contains { column(learner, $0).first?.unit == wanted.first?.unit }
      differences.insert(isSameUnit ? .value : .unit)
    }
    return differences
  }
}
