import Locking

/// What concurrent code left behind, in order.
final class Collected<Value: Sendable>: Sendable {
    private let storage = Guarded<[Value]>([])

    func append(_ value: Value) { storage.withLock { $0.append(value) } }
    var values: [Value] { storage.withLock { $0 } }
}
