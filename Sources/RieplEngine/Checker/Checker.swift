import RieplSyntax

/// Works out what a tree means: resolves shapes, checks units and additivity, and writes a plan.
///
/// Everything that can be wrong with a question is found here, before a figure is read. It can't be copied, so that
/// no call of one of its many methods costs a copy of it.
struct Checker: ~Copyable {
  let catalog: Catalog
  let definitions: [Definition]
  /// The last answer, for `it`.
  let last: LastAnswer?
  let limits: Limits

  /// What is being read: the statement, or a definition inside it.
  var tree: Tree
  var source: SourceText
  /// How deep in definitions and brackets.
  var depth = 0
  /// Whether the rows are wanted that a comparison does not keep.
  var isCheck = false

  var plan = Plan()
  /// The block that instructions are written to.
  var block = Block()

  init(
    catalog: Catalog, definitions: [Definition], last: LastAnswer?,
    limits: Limits, tree: Tree, source: SourceText
  ) {
    self.catalog = catalog
    self.definitions = definitions
    self.last = last
    self.limits = limits
    self.tree = tree
    self.source = source
  }

  /// A value in a register, and what is known of it.
  struct Operand {
    var register: Int32
    var info: FigureInfo
  }

  /// The plan of a question.
  ///
  /// The tree is lent: it is back when this returns.
  static func plan(
    _ id: QuestionID, tree: inout Tree, source: SourceText, catalog: Catalog, definitions: [Definition],
    last: LastAnswer?, limits: Limits, isCheck: Bool = false, vocabulary: Vocabulary
  ) throws(Diagnostic) -> SealedPlan {
    var checker = Checker(
      catalog: catalog, definitions: definitions, last: last, limits: limits, tree: Tree(), source: source)
    swap(&checker.tree, &tree)
    defer { swap(&checker.tree, &tree) }
    checker.plan.source = source
    checker.isCheck = isCheck
    checker.plan.range = checker.tree[id].range
    checker.settleDimensions()
    try checker.settleNames(vocabulary)
    checker.findOwnMembers()
    try checker.checkQuestion(id)
    var plan = Plan()
    swap(&plan, &checker.plan)
    return SealedPlan(plan)
  }

  /// Where the measures of the question have figures of some members only, its rows are of those.
  private mutating func findOwnMembers() {
    guard catalog.measures.contains(where: { !$0.members.isEmpty }) else { return }
    var numbers: [Int] = []
    var seen: Set<Int> = []
    func look(_ tree: borrowing Tree) {
      for figure in tree.figures {
        guard case .name(let use) = figure.head else { continue }
        switch use.target {
        case .measure(let number): numbers.append(number)
        case .definition(let number):
          if seen.insert(number).inserted { look(definitions[number].tree) }
        default: break
        }
      }
    }
    look(tree)
    // What repeats, such as an index, makes no rows beside amounts.
    let amounts = numbers.filter { !catalog.measures[$0].addsOver.isEmpty }
    for dimension in catalog.dimensions.indices {
      if let own = catalog.ownMembers(amounts.isEmpty ? numbers : amounts, of: dimension) {
        plan.ownMembers[dimension] = own
      }
    }
  }

  // MARK: Writing a plan

  mutating func emit(_ instruction: Instruction, _ range: SourceRange) throws(Diagnostic) -> Int32 {
    if block.instructions.count >= limits.nodes {
      throw Diagnostic(.tooManyNodes, range, ["limit": "\(limits.nodes)"])
    }
    block.instructions.append(instruction)
    return Int32(truncatingIfNeeded: block.instructions.count - 1)
  }

  /// Adds an aggregate, or finds the same one again.
  mutating func add(_ aggregate: Aggregate, _ range: SourceRange) throws(Diagnostic) -> Int {
    if plan.blocks.count + plan.aggregates.count > limits.figures {
      throw Diagnostic(.tooManyNodes, range, ["limit": "\(limits.figures)"])
    }
    if let known = plan.aggregates.firstIndex(of: aggregate) { return known }
    plan.aggregates.append(aggregate)
    return plan.aggregates.count - 1
  }

  /// Moves the block that was written to the plan, and gives its number.
  mutating func endBlock() -> Int {
    var finished = Block()
    swap(&finished, &block)
    plan.blocks.append(finished)
    return plan.blocks.count - 1
  }

  /// Writes a block of its own and gives its number.
  mutating func inNewBlock(
    _ write: (inout Checker) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Int {
    var outer = Block()
    swap(&outer, &block)
    defer { swap(&outer, &block) }
    try write(&self)
    return endBlock()
  }

  func text(_ range: SourceRange) -> String { source.text(in: range) }

  func text(_ id: ExpressionID) -> String { text(tree.range(id)) }

  /// The official name of what a name stands for, or the financial year.
  func official(_ use: NameUse) -> String {
    switch use.target {
    case .dataset(let number): catalog.datasets[number].name
    case .dimension(let number): catalog.dimensions[number].name
    case .member(let dimension, let code): catalog.memberName(dimension, code)
    case .whole(let dimension): catalog.wholeName(dimension)
    case .measure(let number): catalog.measures[number].name
    case .fact(let number): catalog.facts[number].name
    case .group(_, let number): catalog.groups[number].name
    case .definition(let number): definitions[number].name
    case .topic: use.year.map { FinancialYear.text(Int($0)) } ?? text(use.range)
    }
  }

  /// The members that a name stands for.
  func members(_ use: NameUse) -> BitSet {
    switch use.target {
    case .member(_, let code): BitSet(code)
    case .whole(let dimension): catalog.allMembers(dimension)
    case .group(_, let number): catalog.groups[number].members
    default: BitSet()
    }
  }

  /// A row for a name behind `by`.
  func row(_ use: NameUse) -> AxisRow {
    switch use.target {
    case .member(_, let code): .member(code)
    case .group(_, let number): .group(number: number, members: catalog.groups[number].members)
    default: .whole(members: members(use))
    }
  }

  /// "region", "region and year".
  func dimensionNames(_ dimensions: [Int]) -> String {
    dimensions.map { catalog.dimensions[$0].name }.joined(separator: " and ")
  }
}
