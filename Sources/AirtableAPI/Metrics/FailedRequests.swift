import HTTPTypes

/// Knows requests that came to nothing, so that they are recognised when they are sent again.
///
/// Whoever drives a table as a remote table decides about repetitions, and has no way to say that a request is one. But a
/// repetition is the same request, byte for byte, as one that failed before.
struct FailedRequests: Sendable {
    /// More than are under way at once; beyond it the oldest is forgotten, since it was given up.
    static let capacity = 100

    /// Fingerprints, oldest first; one for each failure.
    private var failed: [Int] = []

    /// The request of that fingerprint failed, and may be sent again.
    mutating func note(_ fingerprint: Int) {
        if failed.count == Self.capacity { failed.removeFirst() }
        failed.append(fingerprint)
    }

    /// The request of that fingerprint leaves; gives whether it repeats one that failed.
    mutating func leaves(_ fingerprint: Int) -> Bool {
        guard let index = failed.firstIndex(of: fingerprint) else { return false }
        failed.remove(at: index)
        return true
    }
}

extension APIRequest {
    /// A number that is the same for the same request, in this process.
    var fingerprint: Int {
        var hasher = Hasher()
        hasher.combine(method)
        hasher.combine(target(under: ""))
        hasher.combine(body)
        return hasher.finalize()
    }
}
