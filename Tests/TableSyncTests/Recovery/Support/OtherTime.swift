import Foundation
import RateLimiting
import TestSupport

/// A clock that goes as another, and shows another date.
struct OtherTime: TimeSource {
    let base: VirtualTime
    /// By how many seconds the date is later.
    let ahead: TimeInterval

    var now: TimePoint { base.now }
    var date: Date { base.date.addingTimeInterval(ahead) }

    func sleep(until deadline: TimePoint) async throws(CancellationError) { try await base.sleep(until: deadline) }
}
