public import HTTPTypes

/// What becomes of a request: an answer, or a connection that ends without one.
public struct ServiceReply: Sendable, Hashable {
    /// How the request ends for the caller.
    public enum Ending: Sendable, Hashable {
        /// The answer, complete as HTTP; a fault may have cut its body.
        case answer(HTTPResponse, [UInt8])
        /// The connection was refused before anything was read.
        case refused
        /// The connection ends without an answer after the request was read.
        case lost
    }

    /// How the request ends.
    public var ending: Ending
    /// How much longer than its latency the answer takes, because of a fault.
    public var delay: Duration

    /// Makes a reply that leaves after `delay`.
    public init(_ ending: Ending, delay: Duration = .zero) {
        self.ending = ending
        self.delay = delay
    }
}
