public import FoundationEssentials

/// How a run ended.
public struct RunEnding: Sendable, Hashable {
    /// The ways in which runs end; open, since ways may be added.
    public struct Kind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The kind as programs read it.
        public let rawValue: String
        /// Makes a kind of its name.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The same as ``rawValue``.
        public var description: String { rawValue }

        /// Everything was done.
        public static let complete = Kind(rawValue: "complete")
        /// The run came to its end, and some of it was not done: ``RunEnding/sentence`` says what.
        public static let incomplete = Kind(rawValue: "incomplete")
        /// The run was stopped before its end and can be resumed.
        public static let stopped = Kind(rawValue: "stopped")
        /// What the run did was undone.
        public static let undone = Kind(rawValue: "undone")
    }

    /// How it ended.
    public let kind: Kind
    /// When, by this machine's clock.
    public let date: Date
    /// What came of it, as a sentence for people.
    public let sentence: String

    /// Makes an ending.
    public init(_ kind: Kind, at date: Date, sentence: String) {
        self.kind = kind
        self.date = date
        self.sentence = sentence
    }
}
