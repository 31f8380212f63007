import JSONText
import Locking

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
/// before anything else is written. Control characters, which file names, cells and services may hold, are shown and not
/// sent to the terminal.
final class Console: Sendable {
    enum Stream: Sendable, Hashable {
        case data, messages
    }

    /// Takes bytes for a stream; gives 0, or the system's number of an error.
    typealias Writer = @Sendable (Stream, [UInt8]) -> Int32

    private struct State {
        /// How many columns the progress line that is shown takes; nil if none is.
        var progressColumns: Int?
        /// Why data could not be written, from then on.
        var dataProblem: Int32?
    }

    /// Whether messages go to a terminal, so that a line can be drawn over.
    let isTerminal: Bool
    /// Whether colours are welcome: on a terminal, unless NO_COLOR says otherwise (no-color.org).
    let hasColor: Bool
    /// Whether data may have colours: if it goes to a terminal, too.
    private let dataHasColor: Bool
    private let terminalWidth: @Sendable () -> Int
    private let write: Writer
    private let state = Guarded(State())

    init(
        isTerminal: Bool, dataIsTerminal: Bool = false, hasColor: Bool, width: @escaping @Sendable () -> Int,
        write: @escaping Writer
    ) {
        self.isTerminal = isTerminal
        self.hasColor = isTerminal && hasColor
        dataHasColor = dataIsTerminal && hasColor
        terminalWidth = width
        self.write = write
    }

    /// The process's own streams.
    convenience init(environment: [String: String]) {
        let obeys = environment["TERM"] != "dumb"
        self.init(
            isTerminal: isatty(STDERR_FILENO) == 1 && obeys, dataIsTerminal: isatty(STDOUT_FILENO) == 1 && obeys,
            hasColor: (environment["NO_COLOR"] ?? "").isEmpty,
            width: {
                var size = winsize()
                return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
            },
            write: { stream, bytes in
                StandardStreams.write(bytes, to: stream == .data ? STDOUT_FILENO : STDERR_FILENO)
            })
    }

    /// How many characters a line of the terminal has now.
    var width: Int { terminalWidth() }

    /// Why data could not be written; nil if all of it was. A reader that went away is told apart by
    /// ``isReaderGone``.
    var dataProblem: String? {
        state.withLock(\.dataProblem).map { "Standard output cannot be written: \(String(cString: strerror($0)))." }
    }

    /// Whether nobody reads the data any more, as after `| head`.
    var isReaderGone: Bool { state.withLock(\.dataProblem) == EPIPE }

    /// Writes a line of data for people.
    func data(_ line: String) { data(Array((Self.printable(line) + "\n").utf8)) }

    /// Writes a line of data for people, its first character in a colour if data may have some.
    func data(_ line: String, headedIn color: TextColor?) {
        guard dataHasColor, let color else { return data(line) }
        let line = Self.printable(line)
        data(Array((color.painted(line.prefix(1)) + line.dropFirst() + "\n").utf8))
    }

    /// Writes a value as a line of data for machines.
    func data(_ value: JSONValue) { data(value.bytes + [UInt8(ascii: "\n")]) }

    /// Writes bytes of data. After an error nothing more is written; see ``dataProblem``.
    func data(_ bytes: [UInt8]) {
        state.withLock { state in
            clear(&state)
            guard state.dataProblem == nil else { return }
            let problem = write(.data, bytes)
            if problem != 0 { state.dataProblem = problem }
        }
    }

    /// Writes a line for people. If nobody reads it, nothing can be done about it.
    func message(_ line: String) {
        state.withLock { state in
            clear(&state)
            _ = write(.messages, Array((Self.printable(line) + "\n").utf8))
        }
    }

    /// Draws the progress line over the one before. Only on a terminal.
    func progress(_ line: String) {
        state.withLock { state in
            _ = write(.messages, Array((erasure(state) + line).utf8))
            state.progressColumns = ProgressLine.columns(line)
        }
    }

    /// Takes the progress line away.
    func endProgress() { state.withLock { clear(&$0) } }

    /// Writes a last line for people at the end of the process, which does not wait for a line that cannot be written.
    func leave(saying line: String) {
        state.withLockIfAvailable { state in
            clear(&state)
            _ = write(.messages, Array((Self.printable(line) + "\n").utf8))
        }
    }

    private func clear(_ state: inout State) {
        guard state.progressColumns != nil else { return }
        _ = write(.messages, Array(erasure(state).utf8))
        state.progressColumns = nil
    }

    /// What takes the progress line away, however many lines of the terminal it fills by now: one that has become narrower
    /// has broken it.
    private func erasure(_ state: State) -> String {
        let linesAbove = max((state.progressColumns ?? 0) - 1, 0) / max(width, 1)
        return linesAbove == 0 ? "\r\u{1B}[K" : "\r\u{1B}[\(linesAbove)A\u{1B}[J"
    }

    /// The text without characters that would make a terminal do something, but for line feeds and tabs.
    static func printable(_ text: String) -> String {
        let isControl: (Unicode.Scalar) -> Bool = {
            ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || (0x7F...0x9F).contains($0.value)
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
    }
}
