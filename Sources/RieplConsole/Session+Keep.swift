internal import Glibc
internal import RieplData

/// Columns that are kept for the next time, in the cache folder of the person.
extension Session {
  /// Where they are kept; nil where the environment names no folder.
  static var keptColumns: KeptStore? {
    Environment.cache.map { KeptStore(folder: $0 + "/kept", program: Console.version) }
  }

  /// How many bytes are kept of all files together; the oldest go first.
  static let mostKept = 4 << 30

  /// Keeps what a file was read into, where that is wanted; gives the line that the report has of it. That something
  /// could not be kept is said at once.
  func keep(_ loaded: LoadReport, isWanted: Bool) throws(OutputFault) -> String? {
    switch loaded.keeping {
    case .none where !isWanted: return nil
    case .unusable(let reason):
      return "What was kept of it \(Session.text(reason)): `load … keep` keeps it anew"
    case .used where loaded.draft == nil || permissions.isSandboxed:
      return "Its columns were kept, and are read from there"
    default: break
    }
    if let why = keepingFault(loaded) {
      try errors.write("\(loaded.file): its columns were not kept: \(why).\n")
      try errors.flush()
      return nil
    }
    switch loaded.keeping {
    case .used: return "Its columns were kept, and are read from there"
    case .wanted(.some(let reason)): return "What was kept of it \(Session.text(reason)), and is made anew"
    default: return "Its columns are kept: the next start reads them at once"
    }
  }

  private static func text(_ reason: Keeping.Unusable) -> String {
    switch reason {
    case .stale: "is of an older state"
    case .damaged: "can't be used"
    }
  }

  /// Writes the columns to where they are kept; gives why that could not be done.
  private func keepingFault(_ loaded: LoadReport) -> String? {
    if permissions.isSandboxed { return "in the sandbox nothing is written" }
    guard let store else { return "neither XDG_CACHE_HOME nor HOME names a folder for them" }
    guard let draft = loaded.draft else { return "there are none that could be" }
    if let why = Environment.makeFolder(store.folder) { return why.lowercased() }
    var status = stat()
    guard unsafe lstat(store.folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
      status.st_uid == geteuid(), status.st_mode & 0o077 == 0
    else { return "the folder \(store.folder) is not yours alone" }
    do throws(AtomicFile.Fault) {
      let file = try AtomicFile(store.folder + "/" + draft.fileName, replaces: true, mode: 0o600)
      do throws(OutputFault) {
        guard try draft.write({ (bytes) throws(OutputFault) in try file.write(bytes) }) else {
          return "it has changed since it was read"
        }
      } catch {
        throw .system(error.code)
      }
      try file.commit()
    } catch {
      return error.reason
    }
    Session.removeOldest(store.folder, but: draft.fileName)
    return nil
  }

  /// Removes what was kept first, as long as there is too much.
  private static func removeOldest(_ folder: String, but newest: String) {
    var files: [(name: String, size: Int, time: Int)] = []
    guard let list = unsafe opendir(folder) else { return }
    while let entry = unsafe readdir(list) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      var status = stat()
      guard name.hasSuffix(KeptStore.ending), unsafe lstat(folder + "/" + name, &status) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      files.append((name, Int(status.st_size), status.st_mtim.tv_sec))
    }
    unsafe closedir(list)
    var total = files.reduce(0) { $0 + $1.size }
    for file in files.sorted(by: { $0.time < $1.time }) where total > mostKept && file.name != newest {
      if unsafe unlink(folder + "/" + file.name) == 0 { total -= file.size }
    }
  }
}
