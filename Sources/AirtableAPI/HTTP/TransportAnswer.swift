public import HTTPTypes

/// An answer of the service, read to its end.
public struct TransportAnswer: Sendable, Hashable {
    /// The status and the header fields.
    public var response: HTTPResponse
    /// The bytes of the body, as sent; empty if there is none.
    public var body: [UInt8]

    /// Makes an answer of a head and a body.
    public init(response: HTTPResponse, body: [UInt8] = []) {
        self.response = response
        self.body = body
    }
}
