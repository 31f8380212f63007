/// Judges a plan as a whole, from counts alone: what in it is so unlikely to be meant that it must not be carried out.
///
/// Nothing is deleted by default when the source is empty, cut off, of another table or another customer, when its key column is
/// blank or was renamed, or when its keys are written in another way: all of these look like many vanished records, or like rows
/// that match nothing.
struct SafetyCheck: Sendable {
    let options: PlanOptions
    let counts: PlanCounts
    /// Records in the snapshot, so in the table or its scope if the snapshot is complete.
    var recordCount = 0
    /// Of these, the ones that this tool wrote.
    var trackedCount = 0
    var recordsWithoutKey = 0
    var isComplete = true
    /// Rows that have a record.
    var rowsMatched = 0
    var rowsWithoutKey = 0
    /// What is wrong with the key of the first row that has no usable one, and its line.
    var keyProblem: String?
    var firstLineWithoutKey: Int?
    var duplicateRows = DuplicateTally()
    /// Rows whose key several records have.
    var ambiguousRows = 0
    /// Records to be done away with whose keys look like those of records to be created, and the key of one of them.
    var lookalikes = 0
    var lookalike: String?
    /// Records that stay and whose keys look like those of records to be created, and the key of one of them.
    var likenesses = 0
    var likeness: String?

    /// What was found, refusals first.
    var findings: [SafetyFinding] {
        let all =
            [emptySource, unusableKeys, duplicateRowsFinding, duplicateRecords, partialSnapshot, nothingMatches]
            + [tooManyDeletes, tooManyChanges, similarKeys, respelledKeys, withoutKey]
        let found = all.compactMap(\.self)
        return found.filter { $0.severity == .refusal } + found.filter { $0.severity == .warning }
    }

    private var isMirror: Bool { options.mode.deletePolicy != nil }
    private var doomed: Int { counts.delete + counts.archive }
    private var verb: String { options.mode.deletePolicy?.mark == nil ? "deleted" : "archived" }

    private var emptySource: SafetyFinding? {
        guard counts.rowsIn == 0, !options.limits.allowsEmptySource else { return nil }
        return SafetyFinding(
            .emptySource, .refusal,
            "The source has no rows. If that is right, say --allow-empty.")
    }

    private var unusableKeys: SafetyFinding? {
        guard rowsWithoutKey > 0, isMirror || rowsWithoutKey == counts.rowsIn else { return nil }
        let first = firstLineWithoutKey.map { " The first is on line \($0): \(keyProblem ?? "")" } ?? ""
        let consequence =
            isMirror
            ? "so nobody can tell which records have vanished from the source" : "so none can be told from another"
        let rows = rowsWithoutKey == counts.rowsIn ? "No row has a usable key" : "\(rows(rowsWithoutKey)) no usable key"
        return SafetyFinding(.unusableKeys, .refusal, "\(rows), \(consequence).\(first)")
    }

    private func rows(_ count: Int) -> String { Listing.count(count, "row") + (count == 1 ? " has" : " have") }

    private var duplicateRowsFinding: SafetyFinding? {
        let count = duplicateRows.rows
        guard count > 0 else { return nil }
        let fact = "\(rows(count)) the key of an earlier row: lines \(duplicateRows.text)."
        return switch options.duplicateRows {
        case .error:
            SafetyFinding(
                .duplicateRows, .refusal,
                "\(fact) Keep one row of each key, or say which is meant: --duplicate-rows first, or skip for none.")
        case .first: SafetyFinding(.duplicateRows, .warning, "\(fact) The first row of each key is taken.")
        case .skip: SafetyFinding(.duplicateRows, .warning, "\(fact) None of these rows is taken.")
        }
    }

    private var duplicateRecords: SafetyFinding? {
        guard ambiguousRows > 0 else { return nil }
        let fact = "\(rows(ambiguousRows)) a key that several records have."
        return switch options.duplicateRecords {
        case .error:
            SafetyFinding(
                .duplicateRecords, .refusal,
                "\(fact) The rows name the records: keep one of each key, or say which is meant: "
                    + "--duplicate-records first for the oldest, or skip for none.")
        case .first: SafetyFinding(.duplicateRecords, .warning, "\(fact) The oldest record of each key is taken.")
        case .skip: SafetyFinding(.duplicateRecords, .warning, "\(fact) These rows are skipped.")
        }
    }

    private var partialSnapshot: SafetyFinding? {
        guard isMirror, !isComplete else { return nil }
        return SafetyFinding(
            .partialSnapshot, .refusal,
            "Not all records of the table are known, so nobody can tell which have vanished from the source. Read the "
                + "whole table first (--refresh full).")
    }

    private var nothingMatches: SafetyFinding? {
        guard doomed > 0, rowsMatched == 0, counts.rowsIn > 0, options.limits.maxDelete == nil else { return nil }
        return SafetyFinding(
            .nothingMatches, .refusal,
            "Not one row of the source has the key of a record, and \(Listing.count(doomed, "record")) would be "
                + "\(verb). Is this the right table, and the right key? If it is, say how many may go, such as "
                + "--max-delete \(doomed).")
    }

    private var tooManyDeletes: SafetyFinding? {
        let limit = options.limits.maxDelete ?? SafetyLimits.defaultMaximum
        let isTracked = options.mode.deletePolicy?.extent == .tracked
        let total = isTracked ? trackedCount : recordCount
        guard doomed > 0, !limit.allows(doomed, of: total) else { return nil }
        let reached = Listing.count(total, "record") + (isTracked ? " that this tool wrote" : "")
        return SafetyFinding(
            .tooManyDeletes, .refusal,
            "\(Listing.number(doomed)) of \(reached) would be \(verb), more than \(limit) allows. If that is right, say "
                + "--max-delete \(doomed).")
    }

    private var tooManyChanges: SafetyFinding? {
        guard let limit = options.limits.maxChange, !limit.allows(counts.update, of: recordCount) else { return nil }
        return SafetyFinding(
            .tooManyChanges, .refusal,
            "\(Listing.number(counts.update)) of \(Listing.count(recordCount, "record")) would be updated, more than "
                + "\(limit) allows. If that is right, say --max-change \(counts.update).")
    }

    private var similarKeys: SafetyFinding? {
        guard lookalikes > 0, let lookalike else { return nil }
        return SafetyFinding(
            .similarKeys, .warning,
            "\(Listing.count(lookalikes, "record")) would be \(verb) whose keys differ only in case, accents or outer space "
                + "from keys that would be created, such as \"\(lookalike)\". Were the keys rewritten?")
    }

    private var respelledKeys: SafetyFinding? {
        guard likenesses > 0, let likeness else { return nil }
        let (verb, them) = likenesses == 1 ? ("has a key that differs", "it") : ("have keys that differ", "them")
        return SafetyFinding(
            .respelledKeys, .warning,
            "\(Listing.count(likenesses, "record")) \(verb) only in case, accents or outer space from keys that would be "
                + "created, such as \"\(likeness)\". The new ones would stand beside \(them). Were the keys rewritten?")
    }

    private var withoutKey: SafetyFinding? {
        guard isMirror, recordsWithoutKey > 0 else { return nil }
        return SafetyFinding(
            .recordsWithoutKey, .warning,
            "\(Listing.count(recordsWithoutKey, "record")) without a key \(recordsWithoutKey == 1 ? "is" : "are") left "
                + "alone, since no row can name \(recordsWithoutKey == 1 ? "it" : "them").")
    }
}
