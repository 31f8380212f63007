import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where the command writes: data to standard output, messages to standard error.
///
/// Lines are written at once and whole, so nothing is lost when the command is killed, and a progress line is cleared
/// before anything else is written.
final class Console: Sendable {
    /// Whether standard error is a terminal, so that a line can be drawn over.
    let isTerminal: Bool
    /// Whether colours are welcome: on a terminal, unless NO_COLOR says otherwise (no-color.org).
    let hasColor: Bool
    private let isProgressShown = Mutex(false)

    init() {
        isTerminal = isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
        let noColor = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
        hasColor = isTerminal && noColor.isEmpty
    }

    /// How many characters a terminal line has; 80 if it cannot be told.
    var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Writes a line of data.
    func data(_ line: String) {
        isProgressShown.withLock { shown in
            Self.clear(&shown)
            Self.write(line + "\n", to: STDOUT_FILENO)
        }
    }

    /// Writes a line for people.
    func message(_ line: String) {
        isProgressShown.withLock { shown in
            Self.clear(&shown)
            Self.write(line + "\n", to: STDERR_FILENO)
        }
    }

    /// Draws the progress line over the one before. Only on a terminal.
    func progress(_ line: String) {
        isProgressShown.withLock { shown in
            Self.write("\r\u{1B}[K" + line, to: STDERR_FILENO)
            shown = true
        }
    }

    /// Takes the progress line away.
    func endProgress() {
        isProgressShown.withLock { Self.clear(&$0) }
    }

    private static func clear(_ shown: inout Bool) {
        guard shown else { return }
        write("\r\u{1B}[K", to: STDERR_FILENO)
        shown = false
    }

    /// Writes all of `text`. A reader that has gone away is no reason to fail: what is written here are messages.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
