import RateLimiting

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A command of the user's shell whose output is read. It may ask for a password on the terminal.
struct ShellCommand {
    let text: String

    /// Why there is no output.
    enum Failure: Error {
        case notStarted
        case outOfTime
        /// It ended with an error.
        case failed
    }

    /// Runs the command to its end.
    ///
    /// - Parameters:
    ///   - limit: How many bytes are read; what comes after them is lost.
    ///   - patience: For how long the end of the output is awaited. Then the shell is ended; what it has started is left to
    ///     itself, since it shares our process group, as it must to use the terminal.
    func output(limit: Int, within patience: Duration) throws(Failure) -> [UInt8] {
        // The command's own pipes are to end as it expects.
        let ignored = signal(SIGPIPE, SIG_DFL)
        defer { signal(SIGPIPE, ignored) }
        // There is no other way to learn the number of a process that popen has started than to let it say so first.
        guard let pipe = popen("echo $$\n" + text, "r") else { throw .notStarted }
        var bytes: [UInt8] = []
        let isWhole = Self.read(fileno(pipe), upTo: limit + Self.longestNumber, within: patience, into: &bytes)
        let said = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard isWhole else {
            // Without its number it cannot be ended, and is not waited for.
            if let process = Int32(String(decoding: said[0], as: UTF8.self)), kill(process, SIGKILL) == 0 {
                pclose(pipe)
            }
            throw .outOfTime
        }
        guard pclose(pipe) == 0 else { throw .failed }
        return said.count < 2 ? [] : Array(said[1].prefix(limit))
    }

    /// Digits of a process's number, and a line feed.
    private static let longestNumber = 12

    /// Reads to the end or the limit; false if neither came in time.
    private static func read(
        _ descriptor: Int32, upTo limit: Int, within patience: Duration, into bytes: inout [UInt8]
    ) -> Bool {
        let time = SystemTime()
        let deadline = time.now + patience
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < limit {
            let rest = max(deadline - time.now, .zero) / .milliseconds(1)
            var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&event, 1, Int32(rest.rounded(.up)))
            if ready == 0 { return false }
            let count = ready < 0 ? -1 : systemRead(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return true
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
