/// Why a mock server could not be started or had to stop, as a sentence for people.
///
/// Besides it starting throws ``StateFileError`` and ``SchemaFileError``.
public struct ServeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was attempted, what came back, and what to do.
    public let description: String

    static func cannotListen(host: String, port: Int, _ reason: String) -> ServeError {
        ServeError(
            description: "Listening on \(host) port \(port) failed: \(reason). "
                + "Name another port, or 0 for any that is free.")
    }

    static func cannotLog(path: String, _ reason: String) -> ServeError {
        ServeError(description: "Writing the access log \(path) failed: \(reason). Name a file that can be written.")
    }
}
