import FoundationEssentials
import TableModel

/// A write of which nobody was told whether it was applied, and what the table says about it (design 5.2 and 5.6).
struct DoubtfulWrite: Sendable {
    /// What the table tells.
    enum Verdict: Sendable, Hashable {
        /// It was applied: the outcome that its answer would have had.
        case done(RowOutcome.Result)
        /// It was not applied, and may be sent again.
        case notDone
        /// The table does not tell, or somebody else has written there since.
        case open(RowFailure)
    }

    /// The place of its operation in the run.
    let operation: Int
    let verb: WriteChunk.Verb
    let element: WriteChunk.Element
    /// The cells that it changes as they were before; nil if they are not known.
    let before: Fields?
    /// Between which moments it was sent first, by the service's clock; one moment if the run was told the time.
    let sentAt: ClosedRange<Date>

    var isCreate: Bool { element.id == nil }

    // MARK: Writes by id

    /// What the record of the element's id tells; nil if there is none.
    func verdict(on record: Record?, _ content: RowContent) -> Verdict {
        guard let id = element.id else { return .open(Self.undecided) }
        if verb == .delete { return record == nil ? .done(.deleted(id)) : .notDone }
        guard let record else {
            return .open(
                RowFailure(
                    .conflict, message: "The record \(id) was to be changed, and does not exist any more."))
        }
        if content.holds(record, element.fields) { return .done(.updated(record)) }
        if let before, content.holds(record, before) { return .notDone }
        if content.isMade(record, by: element.fields) { return .done(.updated(record)) }
        guard let before else { return .open(Self.undecided) }
        let names = element.fields.names.filter { name in
            let cell = [record.fields[name], element.fields[name], before[name]].map {
                content.canonical(cell: $0, of: name)
            }
            return cell[0] != cell[1] && cell[0] != cell[2]
        }
        // A mixture of old and new is somebody else's work too, since a request is applied whole.
        let fields = (names.isEmpty ? element.fields.names : names).map { "\"\($0)\"" }.joined(separator: ", ")
        return .open(
            RowFailure(
                .conflict, field: names.first,
                message: "Somebody else has changed \(fields) of record \(id) since the answer was lost. "
                    + "It is left as it is."))
    }

    // MARK: Creates

    /// What the records tell that have the key of the row to be created.
    func verdict(amongKeyed records: [Record], _ content: RowContent) -> Verdict {
        let own = records.first { isOwn($0, content) && content.canBe($0, madeBy: element.fields) }
        if let own { return .done(.created(own)) }
        guard let other = records.first else { return .notDone }
        if case .upsert = verb, records.count == 1, content.holds(other, element.fields) {
            return .done(.updated(other))
        }
        return .open(
            RowFailure(
                .conflict,
                message:
                    "The answer to a create was lost, and record \(other.id) has its key but other cells. Whether it is "
                    + "this row's cannot be told. Look at the record, then push the row again."))
    }

    /// Whether the record was created no earlier than this write was sent, and nobody else has written into it.
    private func isOwn(_ record: Record, _ content: RowContent) -> Bool {
        content.isOwn(record, of: element.fields, sentAt: sentAt.upperBound)
    }

    /// Whether the record can be the one that this write created, as far as clocks tell.
    private func mayBeOurs(_ record: Record, _ content: RowContent) -> Bool {
        record.wasCreated(since: sentAt.lowerBound) && content.canBe(record, madeBy: element.fields)
    }

    /// What the records tell that were created since, for all writes without a key of one request: all are found, or none.
    ///
    /// - Parameter claimed: Records that are known to be others'.
    static func verdicts(
        on writes: [DoubtfulWrite], amongCreated records: [Record], claimed: Set<RecordID>, _ content: RowContent
    ) -> [Int: Verdict] {
        var free = records.filter { !claimed.contains($0.id) }
        var found: [Int: Verdict] = [:]
        // Rows with the most cells choose first: a record that holds them may hold a shorter row as well.
        let order = writes.sorted {
            content.canonical($0.element.fields).count > content.canonical($1.element.fields).count
        }
        for isMatch in [content.holds, content.isMade] {
            for write in order where found[write.operation] == nil {
                let place = free.firstIndex { write.isOwn($0, content) && isMatch($0, write.element.fields) }
                if let place { found[write.operation] = .done(.created(free.remove(at: place))) }
            }
        }
        guard found.count < writes.count else { return found }
        let isAbsent = found.isEmpty && !writes.contains { write in free.contains { write.mayBeOurs($0, content) } }
        let verdict: Verdict = isAbsent ? .notDone : .open(undecided)
        return Dictionary(writes.map { ($0.operation, verdict) }) { first, _ in first }
    }

    private static let undecided = RowFailure(
        .unsettled,
        message:
            "The answer to a write was lost, and the table does not tell whether it was applied. Look at the record "
            + "before the row is sent again.")
}

extension RowFailure.Code {
    /// Somebody else has written where the run was at work.
    public static let conflict = Self(rawValue: "conflict")
}

extension RowContent {
    /// The form in which equal cells of the field `name` are equal.
    func canonical(cell: FieldValue?, of name: String) -> CanonicalCell {
        CanonicalCell(cell, field: FieldSchema.orUntyped(name, in: schema))
    }
}
