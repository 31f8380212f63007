import FoundationEssentials

/// The name of a run, by which it is resumed and undone: when it began by this machine's clock, and six letters or digits, such as
/// `20260115-120000-k3x9fa`.
///
/// Names sort by what the clock showed, so that a run that began after the clock was set back comes before older ones; the order in
/// which runs began is that of ``Journal/runs()``. The letters are drawn, so that two runs of one second have two names.
public struct RunID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name itself.
    public let rawValue: String

    /// Takes `rawValue` if it has the form of a run's name, else gives nil.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard parts.map(\.count) == [8, 6, 6], parts[0].allSatisfy(digits.contains),
            parts[1].allSatisfy(digits.contains),
            parts[2].allSatisfy({ digits.contains($0) || letters.contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    /// Names a run that begins at `date`.
    init(begun date: Date, using generator: inout some RandomNumberGenerator) {
        let time = date.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let stamp = time.prefix(8) + "-" + time.dropFirst(9).prefix(6)
        let letters = (0..<6).map { _ in Self.alphabet.randomElement(using: &generator) ?? "0" }
        rawValue = stamp + "-" + String(letters)
    }

    /// The name itself.
    public var description: String { rawValue }

    /// The order of what the clock showed when they began; of one second, that of the drawn letters.
    public static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }

    /// Without letters that are read as digits.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
}
