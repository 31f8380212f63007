import FoundationEssentials
import TableModel

extension Journal {
    /// The records that the service said it created for other runs on the table of `run`, at that time or later by our clock.
    ///
    /// Another run may have created the same cells within the second in which this one sent them: times of creation do not tell the two
    /// apart, and an undo of this one must not delete them.
    ///
    /// - Parameter date: When `run` sent the first of what is looked for.
    func createdByOthers(than run: JournalledRun, since date: Date) throws -> Set<RecordID> {
        let earliest = date.addingTimeInterval(-Self.clockCorrection)
        let others = try runs().filter {
            $0.description.target.table == run.description.target.table && $0.number != run.number
        }
        var created: Set<RecordID> = []
        for other in others {
            guard let last = try lastEvent(of: other)?.date, last >= earliest else { continue }
            try events(of: other) { event in
                if event.date >= earliest { created.formUnion(event.event.created) }
            }
        }
        return created
    }

    /// By more seconds than a clock is set that is not wrong to speak of.
    private static let clockCorrection: TimeInterval = 120
}

extension RunEvent {
    /// The records that the service said it created, or that were found to be.
    fileprivate var created: [RecordID] {
        switch self {
        case .answered(_, .applied(let answer)): return Array(answer.created)
        case .outcomes(let outcomes):
            return outcomes.compactMap { outcome in
                if case .created(let record) = outcome.result { record.id } else { nil }
            }
        case .answered, .intent, .withdrawn, .preImages: return []
        }
    }
}
