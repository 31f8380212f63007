import TableModel

/// Holds the rows of a source against the records of a snapshot, and says what is to be done with each.
///
/// Feed it every row with ``take(_:)``; where it needs a record's cells, give them to ``compare(_:with:)``, at any time before
/// ``vanished()``. It reads nothing and writes nothing, and keeps no row: of each record it holds a few fingerprints, of each key
/// that is new another one.
///
/// A row is unchanged without being converted if it is, byte by byte, the row that was last pushed for a record, and the
/// record's cells are still what the service answered then. Any other row is converted, its record found by its key, and the
/// canonical cells compared by fingerprint; only what still differs is compared cell by cell.
struct Planner {
    let managed: ManagedFields
    let options: PlanOptions
    var index: SnapshotIndex
    private(set) var counts = PlanCounts()

    /// Lines of rows that were planned before another row of their key came, and that are to be skipped after all.
    private(set) var retracted: Set<Int> = []
    private(set) var duplicateRows = DuplicateTally()
    /// Rows whose key several records have.
    var ambiguousRows = 0
    /// Rows whose key cannot be used, and the first of them.
    private(set) var rowsWithoutKey: (count: Int, first: InvalidRow?) = (0, nil)
    /// Rows that have a record.
    private(set) var rowsMatched = 0
    /// Loose hashes of the keys of records to be created, for a mirror.
    private(set) var looksCreated: Set<UInt64> = []
    /// Records to be done away with whose keys look like those of records to be created, and the first of them.
    var lookalikes: (count: Int, first: String?) = (0, nil)

    private let keyForm: KeyForm
    private let convert: @Sendable (Row) -> ConvertedRow
    private var rawFingerprints: RawFingerprints
    private var newKeys = NewKeys()

    /// - Parameters:
    ///   - index: The records of the snapshot.
    ///   - managed: The fields that rows are compared by.
    ///   - options: What may be done.
    ///   - convert: Gives the cells of a row as they would be sent.
    init(
        index: SnapshotIndex, managed: ManagedFields, options: PlanOptions,
        convert: @escaping @Sendable (Row) -> ConvertedRow
    ) {
        self.index = index
        self.managed = managed
        self.options = options
        self.convert = convert
        keyForm = KeyForm(managed.key, typecast: options.typecast)
        rawFingerprints = RawFingerprints(managed)
    }

    /// Takes the next row of the source.
    mutating func take(_ row: Row) -> PlannerStep {
        counts.rowsIn += 1
        let source = rawFingerprints.fingerprint(of: row.fields)
        guard !options.listsUnchanged, let place = index.unmoved(source: source) else {
            return take(convert(row), line: row.line, source: source)
        }
        index.name(place, line: row.line)
        rowsMatched += 1
        counts.unchanged += 1
        return .unchanged(line: row.line, key: [], nil)
    }

    private mutating func take(_ converted: ConvertedRow, line: Int, source: Fingerprint) -> PlannerStep {
        var problems = converted.problems.map { RowFailure($0) }
        let key: RecordKey
        do throws(CellProblem) {
            key = try keyForm.key(from: converted.fields)
        } catch {
            if !problems.contains(where: { $0.field == error.field }) { problems.append(RowFailure(key: error)) }
            let row = InvalidRow(line: line, key: [], problems: problems)
            rowsWithoutKey = (rowsWithoutKey.count + 1, rowsWithoutKey.first ?? row)
            return done(.invalid(row))
        }
        let texts = texts(of: key)
        let fingerprint = managed.keyFingerprint(of: key)
        let places = index.places(key: fingerprint)
        let earlier =
            places.first.map { index.line(naming: $0) } ?? newKeys.insert(fingerprint, line: line)
        if let earlier { return duplicate(line: line, key: texts, of: earlier) }
        for place in places { index.name(place, line: line) }
        if !places.isEmpty { rowsMatched += 1 }
        guard problems.isEmpty else { return done(.invalid(InvalidRow(line: line, key: texts, problems: problems))) }
        let row = KeyedRow(line: line, key: key, texts: texts, fields: converted.fields, source: source)
        return places.isEmpty ? create(row) : match(row, places)
    }

    /// Counts a step that is final.
    mutating func done(_ operation: PlanOperation) -> PlannerStep {
        counts.add(operation)
        return .operation(operation)
    }

    /// Counts a row for which nothing is to be done.
    mutating func unchanged(line: Int, key: [String], _ adoption: Adoption?) -> PlannerStep {
        counts.unchanged += 1
        return .unchanged(line: line, key: key, adoption)
    }

    /// Takes the records that no row named for kept, but for `doomed` of them.
    mutating func keepUnnamed(but doomed: Int) { counts.kept = index.countUnnamed - doomed }

    /// Keeps a record although no row named it.
    mutating func keep() { counts.kept += 1 }

    /// Counts a record that is done away with.
    mutating func count(_ operation: PlanOperation) { counts.add(operation) }

    // MARK: One row

    /// A row that can be sent.
    private struct KeyedRow {
        let line: Int
        let key: RecordKey
        let texts: [String]
        let fields: Fields
        let source: Fingerprint
    }

    private mutating func create(_ row: KeyedRow) -> PlannerStep {
        guard options.mode != .updateOnly else {
            return skip(row, .notInTable, "No record has the key \"\(row.key.text)\", and none may be created.")
        }
        if options.mode.deletePolicy != nil { looksCreated.insert(row.key.looseHash.low) }
        var fields = row.fields.nullingBlanks
        for (field, value) in zip(managed.key, row.key.values) { fields[field.name] = value }
        return done(.create(PlannedCreate(line: row.line, key: row.texts, fields: fields, source: row.source)))
    }

    private mutating func match(_ row: KeyedRow, _ places: [Int]) -> PlannerStep {
        if places.count == 1, isWhole(row.fields), managed.rowFingerprint(of: row.fields) == index.cells(places[0]) {
            let adoption = Adoption(
                rowID: index.rowID(places[0]), seen: index.cells(places[0]), source: row.source)
            return unchanged(line: row.line, key: row.texts, adoption)
        }
        guard options.mode != .createOnly else {
            return skip(row, .alreadyInTable, "A record has the key \"\(row.key.text)\", and none may be updated.")
        }
        return .needsCells(
            Comparison(
                line: row.line, key: row.texts, fields: row.fields, source: row.source, places: places,
                rowIDs: places.map { index.rowID($0) }))
    }

    /// Whether a row mentions all managed fields, so that it can be compared by its fingerprint.
    private func isWhole(_ fields: Fields) -> Bool {
        fields.count == managed.fields.count
            && (zip(fields.names, managed.fields).allSatisfy { $0 == $1.name }
                || managed.fields.allSatisfy { fields[$0.name] != nil })
    }

    private mutating func skip(_ row: KeyedRow, _ code: RowFailure.Code, _ message: String) -> PlannerStep {
        done(.skipped(SkippedRow(line: row.line, key: row.texts, reason: RowFailure(code, message: message))))
    }

    private mutating func duplicate(line: Int, key: [String], of earlier: Int) -> PlannerStep {
        duplicateRows.add(line, after: earlier)
        let reason = RowFailure(
            .duplicateKey, field: managed.key.first?.name,
            message:
                "The key \"\(key.joined(separator: " + "))\" is also that of line \(earlier). Keep one of the two rows."
        )
        if options.duplicateRows == .error {
            return done(.invalid(InvalidRow(line: line, key: key, problems: [reason])))
        }
        if options.duplicateRows == .skip { retracted.insert(earlier) }
        return done(.skipped(SkippedRow(line: line, key: key, reason: reason)))
    }

    /// The text of each field of a key.
    func texts(of key: RecordKey) -> [String] {
        zip(managed.key, key.values).map { CellText(field: $0).text(of: $1) }
    }
}

extension Fields {
    /// The same cells with null for blank ones.
    var nullingBlanks: Fields {
        guard values.contains(where: { $0.isBlank && $0 != .null }) else { return self }
        return Fields(uniqueNames: names, values: values.map { $0.isBlank ? .null : $0 })
    }
}

extension RowFailure {
    /// The failure of a row with a cell that its field does not take.
    init(_ problem: CellProblem) { self.init(.invalidValue, field: problem.field, message: "\(problem).") }

    /// The failure of a row whose key cannot be used.
    init(key problem: CellProblem) { self.init(.unusableKey, field: problem.field, message: "\(problem).") }
}
