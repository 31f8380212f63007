public import FoundationEssentials

/// How some work on a run ended: the run itself, a resume of it, or what undid it.
public struct RunEnding: Sendable, Hashable {
    /// What was at work on a run; open, since others may be added.
    public struct Stage: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The stage as programs read it.
        public let rawValue: String
        /// Makes a stage of its name.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The same as ``rawValue``.
        public var description: String { rawValue }

        /// The run, from its beginning on.
        public static let run = Stage(rawValue: "run")
        /// Somebody had the run go on.
        public static let resume = Stage(rawValue: "resume")
        /// A row had failed, and the run was to be undone then.
        public static let rollback = Stage(rawValue: "rollback")
        /// Somebody had the run undone.
        public static let undo = Stage(rawValue: "undo")
    }

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
        /// What the run did was undone in part: something was left as it is, or not come to. Undoing the run again tries what is left.
        public static let partlyUndone = Kind(rawValue: "partly-undone")
    }

    /// What ended.
    public let stage: Stage
    /// How it ended.
    public let kind: Kind
    /// When, by this machine's clock.
    public let date: Date
    /// What came of it, as a sentence for people.
    public let sentence: String

    /// The ending of work that an error stopped.
    init(_ stage: Stage = .run, stoppedBy error: any Error, at date: Date) {
        self.init(
            .stopped, of: stage, at: date, sentence: error is CancellationError ? "It was cancelled." : "\(error)")
    }

    /// Makes an ending, whose sentence tells of a penalty, too.
    init(_ kind: Kind, of stage: Stage = .run, at date: Date, sentence: String, _ penalty: Penalty) {
        let sentences = [sentence, penalty.sentence].compactMap(\.self)
        self.init(kind, of: stage, at: date, sentence: sentences.joined(separator: " "))
    }

    /// Makes an ending.
    public init(_ kind: Kind, of stage: Stage = .run, at date: Date, sentence: String) {
        self.stage = stage
        self.kind = kind
        self.date = date
        self.sentence = sentence
    }
}
