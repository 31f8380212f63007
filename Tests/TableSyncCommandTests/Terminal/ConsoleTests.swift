import JSONText
import Locking
import Testing

@testable import TableSyncCommand

@Suite struct ConsoleTests {
    @Test func `a progress line is taken away before anything else is written`() {
        let recorder = Recorder()
        let console = recorder.console(isTerminal: true)
        console.progress("50 %")
        console.message("hello")
        console.progress("60 %")
        console.endProgress()
        console.endProgress()
        #expect(recorder.messages == "\r\u{1B}[K50 %\r\u{1B}[Khello\n\r\u{1B}[K60 %\r\u{1B}[K")
    }

    @Test func `a progress line that a narrower terminal has broken is taken away whole`() {
        let width = Width(30)
        let recorder = Recorder()
        let console = recorder.console(isTerminal: true, width: { width.value })
        let line = "\u{1B}[32m" + String(repeating: "━", count: 29) + "\u{1B}[0m"
        console.progress(line)
        width.value = 29
        console.progress(line)
        width.value = 28
        console.progress(line)
        width.value = 10
        console.message("hello")
        console.progress("short")
        width.value = 1
        console.endProgress()
        let drawn = [
            "\r\u{1B}[K\(line)", "\r\u{1B}[K\(line)", "\r\u{1B}[1A\u{1B}[J\(line)", "\r\u{1B}[2A\u{1B}[Jhello\n",
            "\r\u{1B}[Kshort", "\r\u{1B}[4A\u{1B}[J",
        ]
        #expect(recorder.messages == drawn.joined())
    }

    /// The width of a terminal that somebody drags.
    private final class Width: Sendable {
        private let columns: Guarded<Int>

        init(_ columns: Int) { self.columns = Guarded(columns) }

        var value: Int {
            get { columns.withLock { $0 } }
            set { columns.withLock { $0 = newValue } }
        }
    }

    @Test func `control characters are shown and not sent`() {
        let recorder = Recorder()
        let console = recorder.console()
        console.message("a\u{1B}[31mb\u{9B}c\rd\u{7F}\te")
        console.data("x\u{1B}]0;title\u{7}y")
        #expect(recorder.messages == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}d\u{FFFD}\te\n")
        #expect(recorder.data == "x\u{FFFD}]0;title\u{FFFD}y\n")
    }

    @Test func `JSON keeps every character`() throws {
        let recorder = Recorder()
        let value: JSONValue = ["a": "\u{9B}\u{1B}\n"]
        recorder.console().data(value)
        #expect(try recorder.events == [value])
    }

    @Test func `colour needs a terminal and a user who wants it`() {
        #expect(Recorder().console(isTerminal: true, hasColor: true).hasColor)
        #expect(!Recorder().console(isTerminal: true, hasColor: false).hasColor)
        #expect(!Recorder().console(isTerminal: false, hasColor: true).hasColor)
    }

    @Test func `after an error of standard output nothing more goes there, and it is known`() {
        let recorder = Recorder(dataError: 28)
        let console = recorder.console()
        #expect(console.dataProblem == nil)
        console.data("lost")
        console.data("lost, too")
        #expect(console.dataProblem == "Standard output cannot be written: No space left on device.")
        #expect(!console.isReaderGone)
        console.message("still here")
        #expect(recorder.messages == "still here\n")
    }
}
