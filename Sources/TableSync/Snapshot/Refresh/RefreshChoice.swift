package import FoundationEssentials

/// Which way a snapshot is brought up to date, out of which alternatives: a pure decision, and what explains it.
///
/// A way that the user asks for is taken if it can be used at all. Otherwise the one with the fewest likely calls is, and of
/// those that cost the same, the one that shows most: all, the keys, the changes, nothing. Snapshots are trusted
/// without a complete read only if one is younger than the age that the user allows, no record is to be deleted, and no
/// managed field is a link, whose cells change from the other table without a trace in the record.
package struct RefreshChoice: Sendable, Hashable {
    /// All four, the one that shows most first.
    package let alternatives: [RefreshAlternative]
    /// What to do; nil if the method asked for cannot be used.
    package let chosen: RefreshStep?
    /// Why the method asked for cannot be used, as a sentence; nil if nothing was refused.
    package let refusal: String?

    package init(_ state: SnapshotState, need: RefreshNeed, now: Date) {
        let draft = RefreshDraft(state: state, need: need, now: now)
        let alternatives = RefreshMethod.allCases.map(draft.alternative)
        self.alternatives = alternatives
        guard let asked = need.asked else {
            chosen = Self.cheapest(alternatives, need)
            refusal = nil
            return
        }
        let problem = alternatives.first { $0.method == asked }.flatMap(\.problem)
        chosen = problem == nil ? Self.step(asked, readsOn: false) : nil
        refusal = problem.map { "The refresh \"\(asked.rawValue)\" cannot be used: \($0)." }
    }

    /// What the chosen way would not show.
    package var blindSpots: [BlindSpot] {
        alternatives.first { $0.method == chosen?.method }?.blindSpots ?? []
    }

    private static func cheapest(_ alternatives: [RefreshAlternative], _ need: RefreshNeed) -> RefreshStep {
        let usable = alternatives.filter { $0.problem == nil && $0.doubt == nil }
        // Only a full read can be of unknown cost: it may be thousands of calls where the keys are one.
        if usable.contains(where: { $0.calls.likely == nil }), let rows = need.rows,
            let keys = usable.first(where: { $0.method == .keys })?.calls.likely
        {
            return rows <= need.recordsPerPage ? .keys : .explore(pages: keys)
        }
        // The first of the cheapest shows most.
        let best = usable.min { ($0.calls.likely ?? .max) < ($1.calls.likely ?? .max) }
        return step(best?.method ?? .full, readsOn: true)
    }

    private static func step(_ method: RefreshMethod, readsOn: Bool) -> RefreshStep {
        switch method {
        case .full: .full
        case .keys: .keys
        case .changed: .changed
        case .none: .none(readsOn: readsOn)
        }
    }
}

/// The alternatives for one state and need.
private struct RefreshDraft {
    let state: SnapshotState
    let need: RefreshNeed
    let now: Date

    func alternative(_ method: RefreshMethod) -> RefreshAlternative {
        switch method {
        case .full: full
        case .keys: keys
        case .changed: changed
        case .none: trust
        }
    }

    private var full: RefreshAlternative {
        // The table may have grown or shrunk since; nobody else knows better.
        let likely = state.isComplete ? need.pages(state.recordCount) : nil
        return RefreshAlternative(.full, calls: CallRange(atLeast: 1, likely: likely, atMost: nil))
    }

    private var keys: RefreshAlternative {
        let calls = need.rows.map { $0 == 0 ? 0 : need.pages($0) }
        let problem: String? =
            if need.isMirror {
                "a mirror has to know every record, and it reads only those that the source has"
            } else if calls == nil {
                "the rows of the source have not been counted"
            } else {
                nil
            }
        // More only if keys are not unique in the table.
        return RefreshAlternative(.keys, calls: calls.map(CallRange.exactly) ?? .unknown, problem: problem)
    }

    private var changed: RefreshAlternative {
        // Our own writes of the same second as the answer cannot be told from changes by others, and nor can any that are too many
        // to name: they are read again.
        let own = need.pages(state.ownWrites.count)
        let calls = CallRange(atLeast: 1, likely: own, atMost: nil)
        return RefreshAlternative(.changed, calls: calls, problem: problem, doubt: doubt, blindSpots: unseen)
    }

    private var trust: RefreshAlternative {
        var blindSpots = unseen
        if let from = state.seenUntil, let until = state.lastRunEnd, from < until {
            blindSpots.append(.changes(from: from, until: until))
        }
        return RefreshAlternative(.none, calls: .exactly(1), problem: problem, doubt: doubt, blindSpots: blindSpots)
    }

    /// Why a snapshot cannot be trusted at all.
    private var problem: String? {
        if !need.scope.isWholeTable {
            "records that have left the scope since the last read of it would not be noticed"
        } else if !state.isComplete {
            "there has been no complete read of the table that it could build on"
        } else if state.seenUntil == nil {
            "the service does not tell its time, so that it cannot be asked what has changed since"
        } else {
            nil
        }
    }

    /// Why a snapshot is not trusted unasked.
    private var doubt: String? {
        if need.isMirror {
            "records may have been deleted or changed since, and a mirror deletes"
        } else if !state.isYounger(than: need.maxAge, at: now) {
            "the last complete read is too old"
        } else if state.openSince != nil {
            "a run has ended without knowing all that it wrote, or is under way"
        } else if !need.linkFields.isEmpty {
            "links may have been changed from the other table, which leaves no trace in their records"
        } else {
            nil
        }
    }

    /// What leaves no trace that a look for changes could find.
    private var unseen: [BlindSpot] {
        guard let read = state.completeRead else { return [] }
        let since = read.began ?? read.readAt
        return [.deletions(since: since)]
            + (need.linkFields.isEmpty ? [] : [.links(fields: need.linkFields, since: since)])
    }
}

extension CallRange {
    fileprivate static let unknown = CallRange(atLeast: 1, likely: nil, atMost: nil)
}
