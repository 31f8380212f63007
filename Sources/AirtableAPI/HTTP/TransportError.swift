/// Why there is no answer to a request.
public struct TransportError: Error, Sendable, Hashable {
    /// How far the exchange got.
    public enum Code: Sendable, Hashable {
        /// No connection could be made, or it failed before the request went onto it.
        case unreachable
        /// The request left, and the connection ended before an answer began, or the time was up before it ended.
        case noAnswer
        /// An answer began, but it was cut short, too large or not HTTP.
        case unreadableAnswer
    }

    /// How far the exchange got.
    public var code: Code
    /// Whether the service can have had the whole request. False means that it may be sent again at no risk.
    public var mayHaveArrived: Bool
    /// What went wrong, as part of a sentence: lower case, no full stop, no address and no header.
    public var message: String

    /// Makes an error; see ``mayHaveArrived`` for the promise that `false` is.
    public init(_ code: Code, mayHaveArrived: Bool, message: String) {
        self.code = code
        self.mayHaveArrived = mayHaveArrived
        self.message = message
    }
}

extension TransportError {
    /// The message when the time was up.
    static func outOfTime(_ timeout: Duration) -> String {
        let seconds = timeout / .seconds(1)
        return "no whole answer came within \(seconds < 1 ? "\(timeout)" : "\(Int(seconds.rounded())) seconds")"
    }
}

extension TransportError: CustomStringConvertible {
    public var description: String {
        message + (mayHaveArrived ? " (the request may have arrived)" : " (the request was not sent)")
    }
}
