import Locking
import RateLimiting

/// Why a run on virtual time did not come to its end.
public enum VirtualTimeError: Error, Hashable, CustomStringConvertible {
    /// The body waits for something that nobody does: no job is left to run and nobody sleeps.
    case stuck(at: Duration)
    /// The clock went on past the limit, and the body still was not done.
    case pastLimit(Duration)
    /// So many jobs ran at one moment that the clock will never go on.
    case spinning(at: Duration)

    public var description: String {
        switch self {
        case .stuck(let moment): "Stuck at \(moment): the body waits, nothing is left to run and nobody sleeps."
        case .pastLimit(let limit): "Still not done after \(limit) of virtual time."
        case .spinning(let moment): "Spinning at \(moment): jobs keep coming and the clock never goes on."
        }
    }
}

/// Runs `body` on virtual time, to its end, on the calling thread: waits take no time, and the order of events is the same in
/// every run.
///
/// It covers tasks of task groups, `async let`, actors without an executor of their own, and `withoutCancellation`. It does not
/// cover `Task { }` without an executor preference, nor anything that answers from another thread.
///
/// - Parameters:
///   - start: What the clock shows at first.
///   - limit: How far the clock may go on; a body that polls for ever ends there.
///   - body: What to run. It is cancelled when it is stuck or past the limit.
/// - Throws: What `body` throws, or ``VirtualTimeError``.
public func runOnVirtualTime<Result: Sendable>(
    start: Duration = .seconds(1_000), limit: Duration = .seconds(7 * 24 * 3_600),
    _ body: @escaping @Sendable (VirtualTime) async throws -> Result
) throws -> Result {
    let time = VirtualTime(clock: VirtualClock(start: start))
    let pump = PumpExecutor()
    let outcome = Outcome<Result>()
    let task = Task(executorPreference: pump) {
        do {
            outcome.set(.success(try await body(time)))
        } catch {
            outcome.set(.failure(error))
        }
    }

    func run() -> VirtualTimeError? {
        while true {
            let moment = time.clock.now.sinceStart
            if pump.drain(limit: jobsAtOneMoment) == jobsAtOneMoment { return .spinning(at: moment) }
            if outcome.isSet { return nil }
            guard let next = time.clock.nextDeadline else { return .stuck(at: moment) }
            if next.sinceStart > start + limit { return .pastLimit(limit) }
            time.clock.fireNext()
        }
    }

    if let problem = run() {
        // Let it unwind if it can, so that nothing of it is left over; what it says then is of no interest.
        task.cancel()
        for _ in 0..<1_000 where !outcome.isSet {
            if pump.drain(limit: jobsAtOneMoment) == 0, !time.clock.fireNext() { break }
        }
        throw problem
    }
    return try outcome.get()
}

/// More jobs than any test needs at one moment; some ten seconds of them.
private let jobsAtOneMoment = 10_000_000

/// Where the body leaves what it came to.
private final class Outcome<Value: Sendable>: Sendable {
    private let result = Guarded<Result<Value, any Error>?>(nil)

    var isSet: Bool { result.withLock { $0 != nil } }
    func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }

    func get() throws -> Value {
        guard let result = result.withLock({ $0 }) else { throw VirtualTimeError.stuck(at: .zero) }
        return try result.get()
    }
}
