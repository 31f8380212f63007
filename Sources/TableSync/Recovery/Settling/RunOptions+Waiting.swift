import FoundationEssentials
import RateLimiting
import TableModel

extension RunOptions {
    /// Waits until nothing of what is in doubt can be under way any more. A clock that was set back since makes the wait no longer than
    /// it would be for what was sent just now.
    ///
    /// - Parameter telling: Gets how long that will take, if it takes any time.
    /// - Throws: `RemoteError` if a stop is requested first; `CancellationError`.
    func wait(for doubts: [Doubt], telling: (Duration) -> Void = { _ in }) async throws {
        let settling = retry.settlingTime
        let now = time.date
        let rest = doubts.map { doubt in
            guard !doubt.mayHaveLeftLate else { return settling }
            let age = Duration.seconds(now.timeIntervalSince(doubt.lastSentAt))
            return age < .zero ? settling : max(.zero, settling - age)
        }
        guard let longest = rest.max(), longest > .zero else { return }
        telling(longest)
        let signal = stopSignal ?? StopSignal()
        let hasWaited: Void? = await signal.unlessRequested { [time] () throws(CancellationError) in
            try await time.sleep(for: longest)
        }
        guard hasWaited == nil else { return }
        try Task.checkCancellation()
        throw RemoteError.stopRequested(attempted: "wait until what was sent can be looked up")
    }
}
