import Foundation
import JSONText
import Locking

@testable import TableSyncCommand

/// A console that keeps what is written.
final class Recorder: Sendable {
    private let written = Guarded<(data: [UInt8], messages: [UInt8])>(([], []))
    /// The error that writing data gives; 0 for none.
    private let dataError: Int32

    init(dataError: Int32 = 0) { self.dataError = dataError }

    var data: String { String(decoding: written.withLock { $0.data }, as: UTF8.self) }
    var messages: String { String(decoding: written.withLock { $0.messages }, as: UTF8.self) }
    /// The data as JSON Lines.
    var events: [JSONValue] {
        get throws { try data.split(separator: "\n").map { try JSONValue(parsing: String($0)) } }
    }

    private func write(_ stream: Console.Stream, _ bytes: [UInt8]) -> Int32 {
        if stream == .data, dataError != 0 { return dataError }
        written.withLock { written in
            if stream == .data { written.data += bytes } else { written.messages += bytes }
        }
        return 0
    }

    func console(
        isTerminal: Bool = false, hasColor: Bool = true, width: @escaping @Sendable () -> Int = { 80 }
    ) -> Console {
        Console(isTerminal: isTerminal, hasColor: hasColor, width: width, write: write)
    }
}
