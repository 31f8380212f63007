import UnixSignals

/// Ctrl-C and SIGTERM, heard by the command in place of the system, which would end the process at once.
enum EndSignals {
    /// Runs `body` and hands every such signal that comes meanwhile to `receive`, by its number.
    static func during<Result: Sendable>(
        _ body: @Sendable @escaping () async throws -> Result, receive: @Sendable @escaping (Int32) -> Void
    ) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await signal in signals { receive(signal.rawValue) } }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
