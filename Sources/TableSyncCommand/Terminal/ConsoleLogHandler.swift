import Logging

/// Writes log lines as messages, so that they and the progress line do not run into each other.
struct ConsoleLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let console: Console

    init(_ console: Console, level: Logger.Level) {
        self.console = console
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let facts = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        console.message("\(event.level): \(event.message)\(facts)")
    }

    /// A logger that writes lines of at least `level`, or none if no level is given.
    static func logger(_ console: Console, level: Logger.Level?) -> Logger {
        Logger(label: "tablesync") { _ in
            level.map { ConsoleLogHandler(console, level: $0) as any LogHandler } ?? SwiftLogNoOpLogHandler()
        }
    }
}
