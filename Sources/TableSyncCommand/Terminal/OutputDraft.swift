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
///
/// Symbolic links stay and lead to the new file, which has the mode and the owner of the old one. What is no regular file,
/// such as a pipe or a device, cannot be replaced and is written to at once.
final class OutputDraft: Sendable {
    /// Where the file will be, as it was said.
    let path: String
    /// Whether what is there is written to at once.
    let isStraight: Bool
    /// Where the file will be: `path`, or where its links lead to.
    private let place: String
    private let earlier: Earlier?

    /// What the new file takes over from the old one.
    private struct Earlier {
        let mode: mode_t
        let owner: uid_t
        let group: gid_t
    }

    private enum State {
        /// Nothing is in its place; the draft, if there is one yet, has that path.
        case pending(draft: String?)
        case placed, discarded
    }

    private let state = Guarded(State.pending(draft: nil))

    init(of path: String) {
        self.path = path
        var status = stat()
        guard stat(path, &status) == 0 else {
            (isStraight, place, earlier) = (false, Self.endOfLinks(path), nil)
            return
        }
        isStraight = status.st_mode & S_IFMT != S_IFREG
        place = isStraight ? path : Self.endOfLinks(path)
        earlier = Earlier(mode: status.st_mode & 0o7777, owner: status.st_uid, group: status.st_gid)
    }

    /// Makes the draft, empty.
    ///
    /// - Throws: ``CommandError`` if it cannot be made; `CancellationError` if it was discarded.
    func sink() throws -> ByteSink {
        // A pipe without a reader is waited for, which must not keep a signal from being heard.
        if isStraight { return try opened(path) }
        var sink: ByteSink?
        try state.withLock { state in
            guard case .pending(draft: .none) = state else { return }
            let draft = try makeFile()
            state = .pending(draft: draft)
            sink = try opened(draft)
        }
        guard let opened = sink.take() else { throw CancellationError() }
        return opened
    }

    /// Looks whether the draft can be made, before the work that it is for. What is written to at once is not looked at.
    ///
    /// - Throws: ``CommandError`` if it cannot.
    func tryOut() throws(CommandError) {
        guard !isStraight else { return }
        unlink(try makeFile())
    }

    /// Moves the draft to its place.
    ///
    /// - Throws: ``CommandError`` if it cannot be moved; `CancellationError` if it was discarded.
    func finish() throws {
        try state.withLock { state in
            guard case .pending(let draft) = state else { throw CancellationError() }
            if let draft {
                if let earlier {
                    // Giving a file away is root's privilege; for others it stays theirs.
                    _ = chown(draft, earlier.owner, earlier.group)
                    _ = chmod(draft, earlier.mode)
                }
                guard rename(draft, place) == 0 else {
                    throw CommandError(
                        .cannotWrite, "\(draft) could not be moved to \(place): \(String(cString: strerror(errno))).")
                }
            }
            state = .placed
        }
    }

    /// Removes the draft, unless it is in its place already.
    ///
    /// - Returns: Whether the file was not complete.
    @discardableResult
    func discard() -> Bool {
        state.withLock { state in
            if case .pending(let draft) = state {
                if let draft { unlink(draft) }
                state = .discarded
            }
            if case .discarded = state { return true }
            return false
        }
    }

    /// Makes a file beside the place under a name that nothing has. While it is written, nobody else can read what takes
    /// over the mode of an earlier file.
    private func makeFile() throws(CommandError) -> String {
        while true {
            let name = place + ".tablesync-part-" + String(UInt32.random(in: .min ... .max), radix: 16)
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, earlier == nil ? 0o666 : 0o600)
            if descriptor >= 0 {
                close(descriptor)
                return name
            }
            guard errno == EEXIST || errno == EINTR else {
                throw CommandError(
                    .cannotWrite,
                    "\(path) cannot be written: \(String(cString: strerror(errno))). Check the path and that you may write "
                        + "to its folder.")
            }
        }
    }

    private func opened(_ file: String) throws(CommandError) -> ByteSink {
        do throws(TabularError) {
            return try ByteSink(path: file, name: path)
        } catch {
            throw CommandError(.cannotWrite, "\(error)")
        }
    }

    /// Where the symbolic links at a path lead to, whether something is there or not.
    private static func endOfLinks(_ path: String) -> String {
        var path = path
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        // More links than the system follows are left for it to complain of.
        for _ in 0..<40 {
            let length = readlink(path, &buffer, buffer.count)
            guard length > 0 else { break }
            let target = String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            path = target.hasPrefix("/") ? target : folder + target
        }
        return path
    }
}
