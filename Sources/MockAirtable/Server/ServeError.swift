/// Why a mock server could not be started or had to stop.
///
/// ``description`` is a sentence for people; ``code`` is for programs. Besides it starting throws ``StateFileError`` and
/// ``SchemaFileError``.
public struct ServeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of problem it is; new kinds may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code as it is logged, such as `port-in-use`.
        public let rawValue: String
        /// Makes a code of any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Another process listens on the port.
        public static let portInUse = Code(rawValue: "port-in-use")
        /// The address is not this machine's, or may not be listened on.
        public static let cannotListen = Code(rawValue: "cannot-listen")
        /// The access log could not be opened or written.
        public static let cannotLog = Code(rawValue: "cannot-log")
    }

    /// What kind of problem it is.
    public let code: Code
    /// What was attempted, what came back, and what to do.
    public let description: String

    static func cannotListen(
        host: String, port: Int, _ reason: String, code: Code = .cannotListen
    ) -> ServeError {
        ServeError(
            code: code,
            description: "Listening on \(host) port \(port) failed: \(reason). "
                + "Name another port, or 0 for any that is free.")
    }

    static func cannotLog(path: String, _ reason: String) -> ServeError {
        ServeError(
            code: .cannotLog,
            description: "Writing the access log \(path) failed: \(reason). Name a file that can be written.")
    }
}
