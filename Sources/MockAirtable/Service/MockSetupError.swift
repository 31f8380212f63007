/// The mock service could not be set up as a test asked, or was asked for what is not there.
public struct MockSetupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was attempted, and why it could not be done.
    public let message: String

    public var description: String { message }

    init(_ message: String) { self.message = message }

    /// A refusal of the service, as it would have been answered.
    init(_ attempt: String, _ failure: ServiceFailure) {
        message =
            "\(attempt): the mock service answers \(failure.status) \(String(decoding: failure.bytes, as: UTF8.self))"
    }
}
