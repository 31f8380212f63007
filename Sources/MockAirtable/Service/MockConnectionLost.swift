/// The connection ended without an answer.
public struct MockConnectionLost: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whether the service had read the request; false if it refused the connection.
    public let requestArrived: Bool

    /// Makes the error.
    public init(requestArrived: Bool) { self.requestArrived = requestArrived }

    public var description: String {
        requestArrived
            ? "The mock service dropped the connection after it had read the request; a fault of its plan says so."
            : "The mock service refused the connection; a fault of its plan says so."
    }
}
