internal import Glibc
import Synchronization

/// Work on several threads.
enum Parallel {
  /// How many threads work at once: one for each processor, and at most eight.
  static var threads: Int { max(1, min(8, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

  private final class Job: Sendable {
    let number: Int
    let body: @Sendable (Int) -> Void

    init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.number = number
      self.body = body
    }
  }

  /// Runs a function once on each thread, with the number of the thread, and waits for all. The last one is the
  /// caller's own.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var others: [pthread_t] = []
    for number in 0..<max(0, count - 1) {
      let job = unsafe Unmanaged.passRetained(Job(number, body)).toOpaque()
      var thread = pthread_t()
      let failure = unsafe pthread_create(
        &thread, nil,
        { argument in
          if let argument = unsafe argument {
            let job = unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
            job.body(job.number)
          }
          return nil
        }, job)
      if failure == 0 {
        others.append(thread)
      } else {
        unsafe Unmanaged<Job>.fromOpaque(job).release()
        body(number)
      }
    }
    body(max(0, count - 1))
    for thread in others { pthread_join(thread, nil) }
  }
}

extension Parallel {
  /// What a function makes of each number below a bound, on several threads where the work is worth it.
  static func map<Value: Sendable>(
    _ count: Int, isLarge: Bool = true, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    if !isLarge || count < 2 { return (0..<count).map(body) }
    let found = Shared<[(number: Int, value: Value)]>([])
    let ticket = Ticket()
    run(min(count, threads)) { _ in
      while true {
        let number = ticket.take()
        if number >= count { return }
        let value = body(number)
        found.change { $0.append((number, value)) }
      }
    }
    return found.value.sorted { $0.number < $1.number }.map(\.value)
  }
}

/// Numbers that threads take, each once.
final class Ticket: Sendable {
  private let next = Atomic<Int>(0)

  /// The next number.
  func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// Something that several threads write to, one at a time.
final class Shared<Value: Sendable>: Sendable {
  private let lock: Mutex<Value>

  init(_ value: Value) { lock = Mutex(value) }

  /// Changes it.
  func change(_ body: (inout Value) -> Void) { lock.withLock { body(&$0) } }

  /// What it is.
  var value: Value { lock.withLock { $0 } }
}
