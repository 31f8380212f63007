import Foundation
import Locking

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A terminal that nobody sits at.
final class Terminal: Sendable {
    /// The end that a process takes for a terminal.
    let descriptor: Int32
    private let other: Int32
    private let shown = Guarded<[UInt8]>([])

    init(columns: UInt16) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize()
        size.ws_col = columns
        size.ws_row = 24
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw CocoaError(.fileNoSuchFile) }
        other = master
        descriptor = slave
        _ = fcntl(other, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(descriptor)
        close(other)
    }

    /// What has been written to it until now.
    ///
    /// A process that writes more than some kilobytes waits until somebody looks.
    func look() -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        return shown.withLock { shown in
            while case let count = systemRead(other, &buffer, buffer.count), count > 0 { shown += buffer[..<count] }
            return String(decoding: shown, as: UTF8.self)
        }
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
