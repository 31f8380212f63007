import TableModel

/// Draws identifiers and other random numbers from a seed (SplitMix64: one word of state, every seed good).
struct IDGenerator: Sendable, Hashable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 up to 1, which is not reached.
    mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Three letters and 14 letters or digits (airtable-api.md 1.5).
    mutating func identifierText(prefix: String) -> String {
        var text = prefix
        text.reserveCapacity(17)
        for _ in 0..<2 {
            // 62^7 is far below 2^64, so the seven digits of one word are as good as evenly spread.
            var word = next()
            for _ in 0..<7 {
                text.unicodeScalars.append(Self.alphabet[Int(word % 62)])
                word /= 62
            }
        }
        return text
    }

    mutating func identifier<ID: PrefixedIdentifier>(_: ID.Type = ID.self) -> ID {
        ID(unchecked: identifierText(prefix: ID.prefix))
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".unicodeScalars)
}
