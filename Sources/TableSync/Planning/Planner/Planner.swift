import TableModel

/// Holds the rows of a source against the records of a snapshot, and says what is to be done with each.
///
/// Feed it every row with ``take(_:_:)``, in the source's order; where it needs a record's cells, give them to ``compare(_:with:)``, at
/// any time before ``vanished()``. It reads nothing and writes nothing, and keeps no row: of each record it holds a few
/// fingerprints, of each key that is new another one.
struct Planner {
    let managed: ManagedFields
    let options: PlanOptions
    let index: SnapshotIndex
    /// The managed fields, as cells are compared.
    let fields: [CellChange.Field]
    var counts = PlanCounts()
    private(set) var named: NamedRecords

    /// Rows that were planned before another row of their key came, and that are to be skipped after all.
    private(set) var retracted: Set<RetractedRow> = []
    private(set) var duplicateRows = DuplicateTally()
    /// Rows whose key several records have.
    var ambiguousRows = 0
    /// Rows whose key cannot be used, and the first of them.
    private(set) var rowsWithoutKey: (count: Int, first: InvalidRow?) = (0, nil)
    /// Rows that have a record.
    private(set) var rowsMatched = 0
    /// Loose hashes of the keys of records to be created.
    private(set) var looksCreated: Set<UInt64> = []
    /// Rows that create records and whose keys are doubtful.
    private(set) var doubtfulKeys = DoubtfulKeys()
    /// Records to be done away with whose keys look like those of records to be created, and the first of them.
    var lookalikes: (count: Int, first: String?) = (0, nil)
    /// The same of records that stay.
    var likenesses: (count: Int, first: String?) = (0, nil)

    private let preparer: RowPreparer
    private let keyForm: KeyForm
    private var newKeys = NewKeys()

    /// - Parameters:
    ///   - index: The records of the snapshot.
    ///   - managed: The fields that rows are compared by.
    ///   - options: What may be done.
    ///   - preparer: Of the same index, fields and options.
    init(index: SnapshotIndex, managed: ManagedFields, options: PlanOptions, preparer: RowPreparer) {
        self.index = index
        self.managed = managed
        self.options = options
        self.preparer = preparer
        fields = managed.fields.map { CellChange.Field($0) }
        keyForm = KeyForm(managed.key, typecast: options.typecast)
        named = NamedRecords(of: index.count)
    }

    /// Takes the next row of the source if nothing is to be done with it and nobody wants to hear of it, as is true of most; says
    /// whether it did.
    mutating func passes(_ prepared: PreparedRow, line: Int) -> Bool {
        guard case .unmoved(let place, _) = prepared else { return false }
        return takeUnmoved(place, line: line)
    }

    /// False if another row named the record, which must have been the same to the last byte: this one is a duplicate.
    private mutating func takeUnmoved(_ place: Int, line: Int) -> Bool {
        guard named.line(place) == nil else { return false }
        named.insert(place, line: line)
        counts.rowsIn += 1
        counts.unchanged += 1
        rowsMatched += 1
        return true
    }

    /// Takes the next row of the source, and what was prepared of it.
    mutating func take(_ row: Row, _ prepared: PreparedRow) -> PlannerStep {
        switch prepared {
        case .unmoved(_, let source):
            if passes(prepared, line: row.line) { return .unchanged(line: row.line, key: [], nil) }
            return take(row, preparer.convert(row, source: source))
        case .listed(let place, let source, let key):
            guard takeUnmoved(place, line: row.line) else { return take(row, preparer.convert(row, source: source)) }
            return .unchanged(line: row.line, key: texts(of: key), nil)
        case .keyless(let row):
            counts.rowsIn += 1
            rowsWithoutKey = (rowsWithoutKey.count + 1, rowsWithoutKey.first ?? row)
            return done(.invalid(row))
        case .keyed(let row):
            counts.rowsIn += 1
            return take(row)
        }
    }

    private mutating func take(_ row: KeyedRow) -> PlannerStep {
        let first = row.places.first
        let earlier = first.map { named.line($0) } ?? newKeys.insert(row.keyFingerprint, line: row.line)
        if let earlier { return duplicate(row, of: earlier) }
        for place in row.places { named.insert(place, line: row.line) }
        if first != nil { rowsMatched += 1 }
        guard row.problems.isEmpty else {
            return done(.invalid(InvalidRow(line: row.line, key: texts(of: row.key), problems: row.problems)))
        }
        return first == nil ? create(row) : match(row)
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

    /// The text of each field of a key.
    func texts(of key: RecordKey) -> [String] {
        zip(managed.key, key.values).map { CellText(field: $0).text(of: $1) }
    }

    // MARK: One row

    private mutating func create(_ row: KeyedRow) -> PlannerStep {
        guard options.mode != .updateOnly else {
            return skip(
                row.line, texts(of: row.key), .notInTable,
                "No record has the key \"\(row.key.text)\", and none may be created.")
        }
        if !looksCreated.insert(row.key.looseHash.low).inserted { doubtfulKeys.addLookalike(row.line) }
        if let risk = keyForm.warning(about: row.key) { doubtfulKeys.addRisk(row.line, risk) }
        var fields = row.fields.nullingBlanks
        // The key goes as the service will store it, or the next run would not find it.
        for (field, value) in zip(managed.key, row.key.values) { fields[field.name] = value }
        return done(
            .create(PlannedCreate(line: row.line, key: texts(of: row.key), fields: fields, source: row.source)))
    }

    private mutating func match(_ row: KeyedRow) -> PlannerStep {
        let place = row.places[0]
        if let cells = row.cells, cells == index.cells(place) {
            return unchanged(
                line: row.line, key: options.listsUnchanged ? texts(of: row.key) : [],
                Adoption(rowID: index.rowID(place), seen: cells, source: row.source))
        }
        return .needsCells(
            Comparison(
                line: row.line, key: texts(of: row.key), fields: row.fields, source: row.source, places: row.places,
                rowIDs: row.places.map { index.rowID($0) }))
    }

    mutating func skip(_ line: Int, _ key: [String], _ code: RowFailure.Code, _ message: String) -> PlannerStep {
        done(.skipped(SkippedRow(line: line, key: key, reason: RowFailure(code, message: message))))
    }

    private mutating func duplicate(_ row: KeyedRow, of earlier: Int) -> PlannerStep {
        duplicateRows.add(row.line, after: earlier, of: row.keyFingerprint)
        let reason = RowFailure(
            .duplicateKey, field: managed.key.first?.name,
            message: "The key \"\(row.key.text)\" is also that of line \(earlier). Keep one of the two rows.")
        let key = texts(of: row.key)
        if options.duplicateRows == .error {
            return done(.invalid(InvalidRow(line: row.line, key: key, problems: row.problems + [reason])))
        }
        if options.duplicateRows == .skip { retracted.insert(RetractedRow(line: earlier, key: key)) }
        return done(.skipped(SkippedRow(line: row.line, key: key, reason: reason)))
    }
}

extension Fields {
    /// The same cells with null for blank ones.
    fileprivate var nullingBlanks: Fields {
        guard values.contains(where: { $0.isBlank && $0 != .null }) else { return self }
        return Fields(uniqueNames: names, values: values.map { $0.isBlank ? .null : $0 })
    }
}
