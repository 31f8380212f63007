#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The process's own three streams.
enum StandardStreams {
    /// Makes them safe to use; to be called before anything is opened.
    ///
    /// A stream that the caller closed (`>&-`) gives its number to the next file that is opened, a database say, and what is
    /// meant for the stream would go into that file. So closed ones are opened on nothing: reading and writing fail.
    /// A reader that goes away is an error of writing, which the command handles, and no signal that ends it midway.
    static func secure() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            // Opens the lowest number that is free, which is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes all of `bytes`, and waits where the receiver is slow.
    ///
    /// - Returns: 0, or the system's number of the error.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[written...])
                return systemWrite(descriptor, rest.baseAddress, rest.count)
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                // Somebody who shares the stream made it non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
