import Locking
import TabularFiles

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is written beside its place and moved there when it is complete, so that whatever ends the writing leaves
/// what was there before.
final class OutputDraft: Sendable {
    /// Where the file will be.
    let path: String
    /// Where it is until then.
    var draft: String { path + ".tablesync-part" }

    private enum State {
        case pending, placed, discarded
    }

    private let state = Guarded(State.pending)

    init(of path: String) { self.path = path }

    /// Makes the draft, empty.
    ///
    /// - Throws: ``CommandError`` if it cannot be made; `CancellationError` if it was discarded.
    func sink() throws -> ByteSink {
        var sink: ByteSink?
        try state.withLock { state in
            guard state == .pending else { return }
            do {
                sink = try ByteSink(path: draft)
            } catch {
                throw CommandError(.cannotWrite, "\(error)")
            }
        }
        guard let opened = sink.take() else { throw CancellationError() }
        return opened
    }

    /// Moves the draft to its place.
    ///
    /// - Throws: ``CommandError`` if it cannot be moved; `CancellationError` if it was discarded.
    func place() throws {
        try state.withLock { state in
            guard state == .pending else { throw CancellationError() }
            guard rename(draft, path) == 0 else {
                throw CommandError(
                    .cannotWrite, "\(draft) could not be moved to \(path): \(String(cString: strerror(errno))).")
            }
            state = .placed
        }
    }

    /// Removes the draft, unless it is in its place already.
    ///
    /// - Returns: Whether the place is as it was before.
    @discardableResult
    func discard() -> Bool {
        state.withLock { state in
            if state == .pending {
                unlink(draft)
                state = .discarded
            }
            return state == .discarded
        }
    }
}
