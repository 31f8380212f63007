import TableModel

/// The sum of the requests that a server received.
public struct AccessSummary: Sendable, Hashable {
    /// Requests received.
    public internal(set) var requests = 0
    /// Requests refused with 429.
    public internal(set) var refused = 0
    /// The highest number of requests to one base that were counted within any rolling second, refused ones included.
    public internal(set) var peakPerBase = 0

    /// For people: `123 requests, none refused (429), at most 5 to one base in any second.`
    public var text: String {
        let count = requests == 1 ? "1 request" : "\(requests) requests"
        let refusals = refused == 0 ? "none" : "\(refused)"
        return "\(count), \(refusals) refused (429), at most \(peakPerBase) to one base in any second."
    }
}

/// Sums up requests as they are counted.
struct AccessTally: Sendable {
    private(set) var summary = AccessSummary()
    private var peaks: [BaseID: RollingPeak] = [:]

    mutating func add(_ entry: AccessLogEntry) {
        summary.requests += 1
        if entry.status == 429 { summary.refused += 1 }
        guard let base = entry.base else { return }
        peaks[base, default: RollingPeak()].add(entry.counted)
        summary.peakPerBase = max(summary.peakPerBase, peaks[base]?.highest ?? 0)
    }
}
