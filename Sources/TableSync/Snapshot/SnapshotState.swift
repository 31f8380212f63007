package import FoundationEssentials
package import TableModel

/// How much of the table a snapshot holds, and since when.
///
/// Times that are compared with the service's are the service's own; only the age of the last complete read is told by our
/// clock.
package struct SnapshotState: Sendable, Hashable {
    /// The last read of everything; nil if the snapshot is empty or holds a part.
    package var completeRead: CompleteRead?
    /// The service's clock when the last read of changes began, or the complete read; what was modified later is not known.
    package var seenUntil: Date?
    /// The service's clock at the last answer to a write of ours.
    package var lastRunEnd: Date?
    /// The service's clock when the last probe began that missed nothing of what it looked for.
    package var probedUntil: Date?
    /// The service's clock at the last sight before a run of which nobody knows all that it wrote: one that is under way, that died,
    /// or whose answers were lost. Nil if there is none.
    package var openSince: Date?
    package var recordCount: Int
    /// What we wrote since `seenUntil`, so that a read of changes can leave it out.
    package var ownWrites: OwnWrites

    package init(
        completeRead: CompleteRead? = nil, seenUntil: Date? = nil, lastRunEnd: Date? = nil, probedUntil: Date? = nil,
        openSince: Date? = nil, recordCount: Int = 0, ownWrites: OwnWrites = .few([])
    ) {
        self.completeRead = completeRead
        self.seenUntil = seenUntil
        self.lastRunEnd = lastRunEnd
        self.probedUntil = probedUntil
        self.openSince = openSince
        self.recordCount = recordCount
        self.ownWrites = ownWrites
    }

    /// A read of all records of the table, or of the scope.
    package struct CompleteRead: Sendable, Hashable {
        /// The service's clock when it began; nil if the service tells no time. Deletions since then have not been seen.
        package var began: Date?
        /// Our clock at that moment.
        package var readAt: Date

        package init(began: Date?, readAt: Date) {
            self.began = began
            self.readAt = readAt
        }
    }

    package var isComplete: Bool { completeRead != nil }
    package var completeSince: Date? { completeRead?.began }

    /// From when a probe looks for changes; nil if the service tells no time.
    ///
    /// It looks back as far as a read of changes, but not into a run whose writes are all known and are too many to be left out.
    var probeStart: Date? {
        guard let seenUntil else { return nil }
        let last = max(seenUntil, lastRunEnd ?? seenUntil, probedUntil ?? seenUntil)
        if let openSince { return min(last, openSince).addingTimeInterval(-RefreshMargin.seconds) }
        let start = last.addingTimeInterval(-RefreshMargin.seconds)
        guard case .many = ownWrites, let lastRunEnd else { return start }
        return max(start, lastRunEnd)
    }

    /// From when a read of changes looks; nil if the service tells no time.
    var changesStart: Date? {
        seenUntil.map { min($0, openSince ?? $0).addingTimeInterval(-RefreshMargin.seconds) }
    }

    /// Whether the last complete read is younger than `age`.
    ///
    /// A read in the future means that our clock was set back: nobody knows how old it is, so it counts as old.
    func isYounger(than age: Duration, at now: Date) -> Bool {
        guard let completeRead else { return false }
        let seconds = now.timeIntervalSince(completeRead.readAt)
        return seconds >= 0 && seconds < age / .seconds(1)
    }
}

/// The records that we wrote since a snapshot was last brought up to date, each once.
package enum OwnWrites: Sendable, Hashable {
    /// At most ``limit`` records, by the time of the answer.
    case few([OwnWrite])
    /// More than a query can name; how many writes, of which some may be of one record.
    case many(count: Int)

    /// How many records a query leaves out by their ids: a condition has some 25 bytes, and a body of 25 kB is sent with
    /// each page.
    package static let limit = 1_000

    package var count: Int {
        switch self {
        case .few(let writes): writes.reduce(0) { $0 + $1.ids.count }
        case .many(let count): count
        }
    }

    /// Those that a query can leave out.
    var named: [OwnWrite] {
        switch self {
        case .few(let writes): writes
        case .many: []
        }
    }
}
