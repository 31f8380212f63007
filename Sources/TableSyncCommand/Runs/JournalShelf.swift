import FoundationEssentials
import TableSync

/// A run and the journal that knows it.
struct ShelvedRun: Sendable {
    let run: JournalledRun
    let journal: Journal

    /// The run that has written into the table since, if to go on with this one is more than to take it back; nil if there is none. Unlike
    /// `Journal.superseding(_:)` it is told of a finished run as well, which somebody may name.
    var supersedingRun: JournalledRun? {
        get throws {
            guard run.description.undoes == nil, try journal.undos(of: run.id).isEmpty else { return nil }
            return try journal.successor(of: run)
        }
    }
}

/// The journals of a state folder, one for each base.
struct JournalShelf: Sendable {
    let stateFolder: String
    /// The base whose runs are listed; nil for all.
    var base: String?
    /// The base whose newest run is meant where none is named.
    var home = HomeBase.any
    /// Told of a journal that cannot be used, as a sentence.
    let note: @Sendable (String) -> Void

    /// The journals that can be opened, with their runs, the newest first.
    ///
    /// - Throws: `JournalError` if there is one journal alone, and it cannot be used.
    func journals() throws -> [(journal: Journal, runs: [JournalledRun])] {
        let files = Journal.files(in: stateFolder)
        return try files.compactMap { file in
            do {
                let journal = try Journal(reading: file, in: stateFolder)
                let runs = try journal.runs().filter { base == nil || $0.description.target.base == base }
                return runs.isEmpty ? nil : (journal, runs)
            } catch let error as JournalError where files.count > 1 {
                // The others are as good as they were.
                note("\(error)")
                return nil
            }
        }
    }

    /// All runs, the newest first. Those of one journal are in its order, which the clock has no part in: it may have been set back
    /// between them. The clock tells only which journal's turn it is.
    ///
    /// - Throws: As ``journals()``.
    func runs() throws -> [ShelvedRun] {
        var rest = try journals().map { journal, runs in runs.map { ShelvedRun(run: $0, journal: journal) }[...] }
        var merged: [ShelvedRun] = []
        while let next = rest.indices.max(by: { rest[$0].isBefore(rest[$1]) }), let run = rest[next].popFirst() {
            merged.append(run)
        }
        return merged
    }
}

extension ArraySlice<ShelvedRun> {
    /// Whether its first run began before that of `other`, by this machine's clock; so does one that has none.
    fileprivate func isBefore(_ other: Self) -> Bool {
        guard let own = first?.run, let others = other.first?.run else { return isEmpty && !other.isEmpty }
        return (own.begun, own.id) < (others.begun, others.id)
    }
}
