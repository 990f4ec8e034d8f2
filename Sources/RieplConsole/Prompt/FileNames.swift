internal import Glibc

/// The files that a name which is being typed may become.
enum FileNames {
  struct Entry {
    let name: String
    let isFolder: Bool
  }

  /// Folders, and files with one of these endings, that begin as the name does; at most 200.
  static func completions(_ typed: String, suffixes: [String]) -> [Entry] {
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let start = typed.dropFirst(folder.count)
    guard let stream = unsafe opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { unsafe closedir(stream) }
    var found: [Entry] = []
    while let entry = unsafe readdir(stream), found.count < 200 {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(start), name.hasPrefix(".") == start.hasPrefix("."), name != ".", name != ".."
      else { continue }
      var status = stat()
      guard unsafe stat(folder + name, &status) == 0 else { continue }
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      guard isFolder || suffixes.contains(where: { name.lowercased().hasSuffix($0) }) else { continue }
      found.append(Entry(name: folder + name + (isFolder ? "/" : ""), isFolder: isFolder))
    }
    return found.sorted { $0.name < $1.name }
  }
}
