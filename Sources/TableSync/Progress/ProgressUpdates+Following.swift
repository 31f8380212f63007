extension ProgressUpdates {
    /// Runs `body` with a place to tell its progress, which `reader` reads beside it; with none if there is no reader.
    ///
    /// Only the newest that was not read is kept. Whatever ends `body` ends the updates, and a reader that is asleep is not waited
    /// for.
    static func following<Result: Sendable>(
        _ reader: (@Sendable (ProgressUpdates) async -> Void)?,
        _ body: (AsyncStream<Progress>.Continuation?) async throws -> Result
    ) async throws -> Result {
        guard let reader else { return try await body(nil) }
        let (stream, continuation) = AsyncStream.makeStream(of: Progress.self, bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await reader(ProgressUpdates(stream)) }
            defer {
                continuation.finish()
                group.cancelAll()
            }
            return try await body(continuation)
        }
    }
}
