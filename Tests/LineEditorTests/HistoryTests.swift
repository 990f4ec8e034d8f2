import CEditLine
import Dispatch
import Foundation
import Glibc
import TerminalKit
import Testing

@testable import LineEditor

/// The history, in memory and in its file.
@Suite struct Histories {
  private func contents(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func entriesSurvive() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/state/demo/history"
    let entries = ["sum £9", "two\nrows  of\ttext", "back\\slash \\012", "日本 🦊", "e\u{301}"]
    let history = History(path: path)
    for entry in entries { #expect(history.add(entry)) }
    #expect(History(path: path).entries == entries)
    #expect(try contents(path).hasPrefix("_HiStOrY_V2_\nsum\\040£9\n"))
    var status = stat()
    #expect(unsafe stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(unsafe stat(folder.path + "/state/demo", &status) == 0 && status.st_mode & 0o777 == 0o700)
  }

  /// libedit reads what we write, and we read what it writes.
  @Test func libeditReadsTheFile() throws {
    unsafe setlocale(LC_CTYPE, "C.UTF-8")
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    let entries = ["sum £9 by region", "two\nrows", "back\\slash \\012", "tab\tand  spaces", "\u{1}\u{7F}x"]
    let history = History(path: path)
    for entry in entries { history.add(entry) }

    let theirs = unsafe history_winit()
    defer { unsafe history_wend(theirs) }
    var event = unsafe HistEventW()
    unsafe editline_history_number(theirs, &event, H_SETSIZE, 100)
    #expect(unsafe editline_history_file(theirs, &event, H_LOAD, path) == Int32(entries.count))
    var read: [String] = []
    var status = unsafe editline_history_step(theirs, &event, H_LAST)
    while status >= 0, let text = unsafe event.str {
      let buffer = unsafe UnsafeBufferPointer(start: text, count: wcslen(text))
      unsafe read.append(String(buffer.compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) }))
      status = unsafe editline_history_step(theirs, &event, H_PREV)
    }
    #expect(read == entries)

    let other = folder.path + "/other"
    unsafe #expect(editline_history_file(theirs, &event, H_SAVE, other) > 0)
    #expect(History(path: other).entries == entries)
  }

  @Test func whatIsNotKept() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    let history = History(path: path)
    #expect(
      history.add("one") && !history.add("one") && !history.add(" secret") && !history.add("")
        && !history.add(" \n"))
    #expect(history.add("two") && history.add("one"))
    #expect(History(path: path).entries == ["one", "two", "one"])
    // A text that is too long lasts as long as the program.
    #expect(history.add(String(repeating: "x", count: HistoryFile.entryLimit + 1)))
    #expect(History(path: path).entries.count == 3 && history.entries.count == 4)
  }

  @Test func filesThatCantBeTrustedAreLeftAlone() throws {
    let folder = try TemporaryFolder()
    let target = try folder.file("target", "precious\n")
    let link = folder.path + "/link"
    #expect(unsafe symlink(target, link) == 0)
    let pipe = folder.path + "/pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    var cases = [
      (link, "is a link"), (folder.path, "is not a file"), (pipe, "is not a file"),
      ("/dev/zero", "is not a file"),
    ]
    // A file that belongs to somebody else; only root can make one here.
    let foreign = try folder.file("foreign", "theirs\n")
    if geteuid() == 0 {
      #expect(unsafe chown(foreign, 65534, 65534) == 0)
      cases.append((foreign, "belongs to somebody else"))
    }
    for (path, reason) in cases {
      let history = History(path: path)
      #expect(history.warning?.contains(reason) == true, "\(path): \(history.warning ?? "")")
      #expect(history.entries.isEmpty && history.add("new") && history.entries == ["new"])
    }
    #expect(try contents(target) == "precious\n" && contents(foreign) == "theirs\n")
  }

  /// A link that takes the file's place later is not followed either, and is told once.
  @Test func aLinkThatComesLaterIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    let target = try folder.file("target", "precious\n")
    let history = History(path: path)
    history.add("one")
    #expect(unsafe history.warning == nil && unlink(path) == 0 && symlink(target, path) == 0)
    #expect(history.add("two") && history.warning?.contains("is a link") == true)
    #expect(history.add("three") && history.entries == ["one", "two", "three"])
    #expect(try contents(target) == "precious\n")
  }

  @Test func aFolderThatCantBeMadeIsNoEnd() throws {
    let history = History(path: "/proc/nowhere/history")
    #expect(
      history.add("one") && history.entries == ["one"] && history.warning?.contains("no longer kept") == true)
  }

  @Test func aLongFileIsTrimmed() throws {
    let folder = try TemporaryFolder()
    let lines = (1...500).map { "entry\\040\($0)" }
    let path = try folder.file("history", "_HiStOrY_V2_\n" + lines.joined(separator: "\n") + "\n")
    #expect(History(path: path, limit: 480).entries.count == 480)
    // A few more than the limit may stay; many more are cut.
    #expect(try contents(path).split(separator: "\n").count == 501)
    #expect(History(path: path, limit: 100).entries.first == "entry 401")
    #expect(try contents(path).split(separator: "\n").count == 101)
    #expect(History(path: path).entries.last == "entry 500")
    let small = History(limit: 3)
    for number in 1...5 { small.add("\(number)") }
    #expect(small.entries == ["3", "4", "5"])
  }

  @Test func anEndlessFileIsCapped() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    let line = String(repeating: "x", count: 999) + "\n"
    let handle = unsafe try #require(unsafe fopen(path, "w"))
    unsafe fputs("_HiStOrY_V2_\n", handle)
    for _ in 0..<12_000 { unsafe fputs(line, handle) }
    unsafe fputs("the\\040last\n", handle)
    unsafe fclose(handle)
    let history = History(path: path)
    #expect(history.entries.last == "the last" && history.entries.count <= HistoryFile.byteLimit / 1000 + 1)
    var status = stat()
    #expect(unsafe stat(path, &status) == 0 && status.st_size <= HistoryFile.byteLimit)
  }

  @Test func brokenLinesAreNoEnd() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    try Data([0x61, 0xFF, 0x0A, 0x5C, 0x0A, 0x5C, 0x34, 0x0A, 0x0A, 0x5C, 0x5E, 0x41, 0x0A, 0x62]).write(
      to: URL(filePath: path))
    #expect(History(path: path).entries == ["a\u{FFFD}", "\\", "4", "\u{1}", "b"])
  }

  /// Writers at once, each with a handle of its own, while others trim: every entry is there, and whole.
  @Test func writersAtOnceLoseNothing() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let history = History(path: path, limit: 2_000)
          for number in 0..<100 { history.add("writer \(writer) entry \(number)\nrow") }
        }
      }
      group.addTask { for _ in 0..<50 { _ = History(path: path, limit: 2_000).entries } }
    }
    let entries = History(path: path).entries
    #expect(entries.count == 400 && Set(entries).count == 400)
    for writer in 0..<4 {
      let own = entries.filter { $0.hasPrefix("writer \(writer) ") }
      #expect(own == (0..<100).map { "writer \(writer) entry \($0)\nrow" })
    }
  }

  /// A writer that has waited for the lock of a file that was trimmed away meanwhile writes into the new one.
  @Test func writersAndTrimmersAtOnceLoseNothing() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    let old = (0..<200).map { "old\($0)" }
    _ = try folder.file("history", "_HiStOrY_V2_\n" + old.joined(separator: "\n") + "\n")
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<3 {
        group.addTask {
          let history = HistoryFile(path: path)
          for number in 0..<40 { try? history.append("new\(writer)-\(number)") }
        }
      }
      // Each trims, as the file holds more than a tenth above this; what is new is always among the newest.
      group.addTask { for _ in 0..<40 { _ = try? HistoryFile(path: path).load(limit: 150) } }
    }
    let entries = History(path: path).entries
    #expect(entries.count { $0.hasPrefix("new") } == 120)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["history"])
  }

  /// The same, step by step: while the writer waits for the lock, another file takes the name.
  @Test func aWriterThatHasWaitedWritesIntoTheNewFile() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("history", "_HiStOrY_V2_\nold\n")
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    #expect(unsafe flock(descriptor, LOCK_EX) == 0 && fstat(descriptor, &status) == 0)
    let waiter = ":\(status.st_ino) "
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      try? HistoryFile(path: path).append("new")
      done.signal()
    }
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      let locks = (try? String(contentsOfFile: "/proc/locks", encoding: .utf8)) ?? ""
      if locks.split(separator: "\n").contains(where: { $0.contains("->") && $0.contains(waiter) }) { break }
      sched_yield()
    }
    #expect(ContinuousClock.now < end, "no writer waits for the lock")
    let trimmed = try folder.file("trimmed", "_HiStOrY_V2_\ntrimmed\n")
    #expect(unsafe rename(trimmed, path) == 0)
    close(descriptor)
    #expect(done.wait(timeout: .now() + 10) == .success)
    #expect(History(path: path).entries == ["trimmed", "new"])
  }

  // MARK: Walking and searching

  @Test func walkingGoesByWhatWasTyped() {
    let entries = ["sum a", "count", "sum b", "sum b", "sum c"]
    var walk = HistoryWalk(from: Array("sum".unicodeScalars), in: entries)
    var shown: [String?] = []
    for older in [false, true, true, true, true, false, false, false, false] {
      shown.append(walk.step(older: older, in: entries).map { String($0) })
    }
    #expect(shown == [nil, "sum c", "sum b", "sum a", nil, "sum b", "sum c", "sum", nil])
    let oldest = walk.end(oldest: true, in: entries).map { String($0) }
    let newest = walk.end(oldest: false, in: entries).map { String($0) }
    #expect(oldest == "sum a" && newest == "sum")
    var none = HistoryWalk(from: Array("x".unicodeScalars), in: entries)
    let nothing = none.step(older: true, in: entries)
    #expect(nothing == nil)
  }

  @Test func suggestionsAreTheNewestThatFit() {
    let history = History()
    for entry in ["sum a", "sum £b", "count"] { history.add(entry) }
    #expect(history.suggestion(for: "sum ") == "£b" && history.suggestion(for: "sum £") == "b")
    #expect(history.suggestion(for: "count") == nil && history.suggestion(for: "") == nil)
  }

  @Test func searchingCountsItsMatches() {
    let entries = ["sum Alpha", "count", "sum alpha", "SUM", "sum alpha"]
    var search = HistorySearch()
    search.setPattern("sum", in: entries)
    #expect(
      search.matches == ["sum alpha", "SUM", "sum Alpha"] && search.index == 0 && search.range == 0..<3)
    let steps = [search.step(older: true), search.step(older: true), search.step(older: true)]
    #expect(steps == [true, true, false] && search.match == "sum Alpha")
    // The match that is shown stays as long as it fits.
    search.setPattern("sum A", in: entries)
    #expect(search.matches == ["sum Alpha"] && search.match == "sum Alpha")
    search.setPattern("sum Ax", in: entries)
    #expect(search.match == nil && search.range == nil)
    search.setPattern("", in: entries)
    #expect(search.match == nil)
  }

  // MARK: .editrc

  @Test func editrcInTwoParts() {
    let file = EditrcFile(
      "# mine\n bind -v\nbind \"^X\" ed-kill-line\ndemo:bind -e\n\nedit on\nbind -s '\\e[5~' \"a b\"\n")
    #expect(file.modeLines == [["bind", "-v"], ["demo:bind", "-e"]])
    #expect(
      file.otherLines == [["bind", "^X", "ed-kill-line"], ["edit", "on"], ["bind", "-s", "\\e[5~", "a b"]])
    #expect(file.keys.contains("\\e[5~") && file.keys.contains("^X"))
    #expect(EditrcFile("bind 'open").otherLines.isEmpty)
  }
}
