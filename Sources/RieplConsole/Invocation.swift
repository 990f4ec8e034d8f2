/// What the command line asks for.
public struct Invocation: Sendable, Equatable {
  /// Statements given with `-c`, in order.
  public var statements: [String] = []
  /// The path of a script; without one, and without statements, standard input is read.
  public var file: String?
  /// The form of answers.
  public var format = OutputFormat.table
  /// When to say how a question was read, and what else goes with a full answer.
  public var reading = ReadingMode.auto
  /// When to colour answers and errors; `auto` means on a terminal.
  public var colour = ColourMode.auto
  /// Whether the lines that are typed at the prompt are kept for the next time.
  public var keepsHistory = true
  /// Files of figures to be loaded first.
  public var data: [String] = []
  /// What is to be done with the script, or with several.
  public var task = ScriptTask.run
  /// The inputs that are given to the script, in order.
  public var inputs: [GivenInput] = []
  /// The file that takes what would be printed.
  public var output: String?
  /// Whether files that are there already may be written over.
  public var replacesFiles = false
  /// Whether texts in CSV and TSV may be no formulas to a spreadsheet.
  public var isSpreadsheetSafe = false
  /// Whether only the folder of the script may be read, and nothing written.
  public var sandbox = SandboxMode.off
  /// Bounds that are lowered, each as `name=value`.
  public var limits: [String] = []
  /// The bytes of memory that the run may take for itself.
  public var memory: Int?
  /// The seconds that the run may take.
  public var timeout: Int?
  /// Whether to print the versions of the program and its data, and nothing else.
  public var showsVersion = false

  /// Nothing but a prompt, or a script on standard input.
  public init() {}

  /// Something to do with scripts.
  public init(_ task: ScriptTask) { self.task = task }
}

/// What the program is to do with scripts.
public enum ScriptTask: Sendable, Equatable {
  case run
  /// The inputs of the script are listed.
  case help
  /// Scripts are put in their canonical form, or it is only said which are not.
  case format(files: [String], isCheck: Bool)
  /// Everything about scripts is checked short of running them.
  case check(files: [String])
  /// The lessons begin, or a course is only checked: that of the file, or else the one that is part of the program.
  case learn(file: String?, isCheck: Bool)
}

/// An input of a script and its value, as the command line gives them.
public struct GivenInput: Sendable, Equatable {
  /// The name of the input, in any case and with hyphens or spaces.
  public var name: String
  /// Its value, as it would be typed.
  public var value: String

  /// Makes an input.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// Whether a sandbox is wanted, and whether one that the kernel does not enforce will do.
public enum SandboxMode: Sendable, Equatable {
  case off, enforced, bestEffort
}
