public import HTTPTypes

/// What is remembered of one request.
public struct RequestLogEntry: Sendable, Hashable {
    /// How a request ended.
    public enum Outcome: Sendable, Hashable {
        /// It was answered with this status: carried out, or refused for what it asks.
        case answered(status: Int)
        /// It was refused with 429: too many requests a second, or none left in the month.
        case rateLimited
        /// A fault befell it. Whether it was carried out depends on the fault.
        case fault(Fault)
    }

    /// Counts requests from 0, in the order in which they were received.
    public let index: Int
    /// When it was received, which is when it counted.
    public let received: ServiceInstant
    /// Its method.
    public let method: HTTPRequest.Method
    /// Its path without the query, percent-encoded.
    public let path: String
    /// What it asked for.
    public let verb: RequestVerb
    /// How many records it carried or named; 0 for requests that read.
    public let recordCount: Int
    /// How it ended.
    public internal(set) var outcome = Outcome.answered(status: 0)

    /// Whether it was admitted: it was not refused for its rate, and its connection was not refused.
    public var isAdmitted: Bool { outcome != .rateLimited && outcome != .fault(.refuse) }
}

/// The newest requests.
struct RequestLog: Sendable {
    private(set) var entries: [RequestLogEntry] = []
    /// The index of the next request.
    private(set) var nextIndex = 0
    /// The request received last, also if the capacity is 0.
    private(set) var newest: RequestLogEntry?
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(0, capacity) }

    /// Holds between once and twice the capacity, so that dropping the oldest costs little.
    mutating func append(_ entry: RequestLogEntry) {
        newest = entry
        entries.append(entry)
        nextIndex += 1
        if entries.count > capacity * 2 { entries.removeFirst(entries.count - capacity) }
    }
}
