import Synchronization

/// A `Mutex` whose handing over the thread sanitizer can see.
///
/// On Linux a contended `Mutex` is handed over inside a library that is not instrumented, so the sanitizer reports races where
/// there are none. The release at the end of each section and the acquire at the beginning of the next one tell it what the
/// mutex has already made true; they cost a few nanoseconds.
package struct Guarded<Value: Sendable>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>
    private let handovers = Atomic<UInt>(0)

    package init(_ value: sending Value) {
        mutex = Mutex(value)
    }

    /// Runs `body` while nobody else can touch the value.
    package borrowing func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock { value throws(Failure) in
            _ = handovers.load(ordering: .acquiring)
            defer { handovers.add(1, ordering: .releasing) }
            return try body(&value)
        }
    }

    /// Runs `body` if nobody else has the value at this moment; otherwise does nothing and gives nil.
    package borrowing func withLockIfAvailable<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result? {
        try mutex.withLockIfAvailable { value throws(Failure) in
            _ = handovers.load(ordering: .acquiring)
            defer { handovers.add(1, ordering: .releasing) }
            return try body(&value)
        }
    }
}
