import TestSupport
import Testing

@testable import TabularFiles

@Suite("Bytes and texts")
struct TextTests {
    @Test("Bytes are text just where the standard library has it so", arguments: 0..<300)
    func textCheck(seed: Int) {
        var random = SeededGenerator(seed: seed)
        let parts: [[UInt8]] = [
            [0x61], Array("abcdefgh".utf8), Array(repeating: 0x78, count: 32), Array("é".utf8), Array("名".utf8),
            Array("🌙".utf8), [0x7F], [0x01],
        ]
        var bytes = (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
            parts.randomElement(using: &random) ?? []
        }
        if seed % 3 != 0 {
            // Any two or three bytes, among them all that look nearly right.
            let flaw = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                [0, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x9F, 0xA0, 0x90, 0x8F]
                    .randomElement(using: &random) ?? UInt8(0)
            }
            bytes.insert(contentsOf: flaw, at: Int.random(in: 0...bytes.count, using: &random))
        }
        let beforeZero = bytes.firstIndex(of: 0) ?? bytes.count
        let textEnd = (0...beforeZero).reversed().first { isText(bytes[..<$0]) }
        let (end, stop) = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { TextCheck.run($0, from: 0, to: buffer.count) } ?? (0, .end)
        }
        #expect(end == textEnd, "\(bytes)")
        let rest = bytes[end...]
        switch stop {
        case .end: #expect(rest.isEmpty)
        case .zeroByte: #expect(rest.first == 0)
        case .incomplete: #expect(rest.count < 4 && canContinue(rest), "\(bytes)")
        case .malformed: #expect(!rest.isEmpty && rest.first != 0 && !(rest.count < 4 && canContinue(rest)), "\(bytes)")
        }
    }

    @Test("Every sequence of two bytes and a third is judged as the standard library judges it")
    func allShortSequences() {
        for first in UInt8(0x80)...0xFF {
            for second in UInt8.min...0xFF {
                for third: [UInt8] in [[], [0x80], [0x80, 0x80], [0x41]] {
                    let bytes = [first, second] + third
                    let (_, stop) = bytes.withUnsafeBufferPointer { buffer in
                        buffer.baseAddress.map { TextCheck.run($0, from: 0, to: buffer.count) } ?? (0, .end)
                    }
                    #expect((stop == .end) == (isText(bytes[...]) && second != 0), "\(bytes)")
                }
            }
        }
    }

    @Test("The index has the place of each byte that shapes the text, and no other", arguments: 0..<60)
    func structuralIndex(seed: Int) {
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] =
            seed % 3 == 0 ? Array(",\"\n\r".utf8) : Array(",\"\n\rabcdefghijklmnopqrstuv;\u{C2}".utf8)
        let length = seed % 2 == 0 ? Int.random(in: 0...70, using: &random) : StructuralIndex.stretch + seed
        let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        let start = Int.random(in: 0...length, using: &random)
        // What lies behind the end looks like text to the index, and must not count.
        let padded = bytes + [UInt8](repeating: UInt8(ascii: ","), count: TextWindow.padding)
        var found: [Int] = []
        padded.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var index = StructuralIndex(delimiter: UInt8(ascii: ","))
            var cursor = index.cursor(at: start)
            while case let place = index.take(&cursor, in: base, below: length), place >= 0 { found.append(place) }
        }
        #expect(found == (start..<length).filter { ",\"\n\r".utf8.contains(bytes[$0]) })
    }

    @Test("Texts of every length are copied whole, ASCII or not", arguments: 0...40)
    func copying(length: Int) {
        for part in ["abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH", "éàüöñçøåšž名前東京zzzzzzzzzzzzzzz🌙"] {
            var text = Array(part.utf8.prefix(length))
            while !isText(text[...]) { text.removeLast() }
            // The bytes behind it must leave no trace.
            let bytes = text + [UInt8](repeating: 0xFF, count: TextWindow.padding)
            let copy = bytes.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { String.copying($0, text.count) }
            }
            #expect(copy.map { Array($0.utf8) } == text)
            #expect(copy == String(decoding: text, as: UTF8.self))
            #expect(copy?.hashValue == String(decoding: text, as: UTF8.self).hashValue)
        }
    }

    private func isText(_ bytes: ArraySlice<UInt8>) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// Whether up to three more continuation bytes make a text of it.
    private func canContinue(_ bytes: ArraySlice<UInt8>) -> Bool {
        let continuations: [[UInt8]] = [
            [], [0x80], [0xBF], [0x80, 0x80], [0xBF, 0x80], [0x90, 0x80, 0x80], [0x80, 0x80, 0x80],
        ]
        return continuations.contains { isText(bytes + $0) } && !isText(bytes)
    }
}
