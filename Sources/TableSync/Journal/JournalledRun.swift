public import FoundationEssentials

/// A run as the journal knows it.
public struct JournalledRun: Sendable, Hashable, Identifiable {
    /// The run's name.
    public let id: RunID
    /// What was known when it began.
    public let description: RunDescription
    /// When it began, by this machine's clock.
    public let begun: Date
    /// How the work on it ended, the first first: its own, each resume's, and what undid it.
    public internal(set) var endings: [RunEnding] = []
    /// Whether something is at work on it, or was when its process died.
    var isOpen = true

    /// The run's number in its journal.
    let number: Int64

    init(id: RunID, description: RunDescription, begun: Date, number: Int64) {
        self.id = id
        self.description = description
        self.begun = begun
        self.number = number
    }

    /// How it ended last; nil while something is at work on it, and for ever if its process died.
    public var ending: RunEnding? { isOpen ? nil : endings.last }

    /// Whether nothing of the run is left to be resumed.
    public var isFinished: Bool {
        guard let ending else { return false }
        return ending.kind != .stopped
    }
}
