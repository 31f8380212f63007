/// Runs `body` so that cancelling the current task does not reach it, and waits for its value.
///
/// For the clean-up that must outlive cancellation: writing down how a request ended, settling what is in flight. It runs
/// on the task executor of the current task, if that has one, so it also runs on virtual time.
package func withoutCancellation<Result: Sendable>(
    _ body: @escaping @Sendable () async -> Result
) async -> Result {
    let executor = withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
    return await Task(executorPreference: executor) { await body() }.value
}
