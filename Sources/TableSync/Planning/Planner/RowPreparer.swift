import TableModel

/// The part of planning that looks at each row by itself, so that rows can be prepared beside one another.
///
/// A row is not converted if it is, byte by byte, the row that was last pushed for a record whose cells are still what the service
/// answered then; where the source allows it, its cells are never made. Any other row is converted, and its records are found by its
/// key.
struct RowPreparer: Sendable {
    private let index: SnapshotIndex
    private let managed: ManagedFields
    /// Whether the keys of rows that are unchanged are wanted.
    private let listsUnchanged: Bool
    private let links: NamedLinks
    private let keyForm: KeyForm
    private let conversion: @Sendable (Row) -> ConvertedRow

    /// - Parameters:
    ///   - index: The records of the snapshot.
    ///   - managed: The fields that rows are compared by.
    ///   - options: What may be done.
    ///   - links: Where rows name linked records.
    ///   - conversion: Gives the cells of a row as they would be sent.
    init(
        index: SnapshotIndex, managed: ManagedFields, options: PlanOptions, links: NamedLinks,
        conversion: @escaping @Sendable (Row) -> ConvertedRow
    ) {
        self.index = index
        self.managed = managed
        self.conversion = conversion
        self.links = links
        listsUnchanged = options.listsUnchanged
        keyForm = KeyForm(managed.key, typecast: options.typecast)
    }

    /// Prepares rows that follow one another.
    func prepare(_ rows: FingerprintedRows) -> [PreparedRow] {
        let places = index.unmoved(sources: rows.sources)
        return places.indices.map { index in
            let source = rows.sources[index]
            // A record's place is nil if the row is not the one that it was made of, as for a row without cells.
            guard let place = places[index] else { return convert(rows.rows[index], source: source) }
            let namesLinks = !rows.namesLinks.isEmpty && rows.namesLinks[index]
            guard listsUnchanged || namesLinks else { return .unmoved(place: place, source: source) }
            return prepare(rows.rows[index], source: source, at: place, namesLinks: namesLinks)
        }
    }

    /// - Parameter place: Where the record is whose row this still is.
    private func prepare(_ row: Row, source: Fingerprint, at place: Int, namesLinks: Bool) -> PreparedRow {
        let converted = convert(row, source: source)
        guard case .keyed(let keyed) = converted, keyed.problems.isEmpty, keyed.places == [place] else {
            return converted
        }
        guard !namesLinks else { return .keyed(keyed.comparing(links.links(of: keyed.fields))) }
        return .listed(place: place, source: source, key: keyed.key)
    }

    /// Prepares a row without asking whether it is known.
    func convert(_ row: Row, source: Fingerprint) -> PreparedRow {
        if let flaw = row.flaw {
            let reason = RowFailure(RowFailure.Code(rawValue: flaw.code), message: flaw.message)
            return .keyless(InvalidRow(line: row.line, key: [], problems: [reason]))
        }
        let converted = conversion(row.withCells())
        var problems = converted.problems.map { RowFailure($0) }
        let key: RecordKey
        do throws(CellProblem) {
            key = try keyForm.key(from: converted.fields)
        } catch {
            if !problems.contains(where: { $0.field == error.field }) { problems.append(RowFailure(key: error)) }
            return .keyless(InvalidRow(line: row.line, key: [], problems: problems))
        }
        let fingerprint = managed.keyFingerprint(of: key)
        let places = index.places(key: fingerprint)
        let isComparable = problems.isEmpty && places.count == 1 && isWhole(converted.fields)
        return .keyed(
            KeyedRow(
                line: row.line, key: key, keyFingerprint: fingerprint, fields: converted.fields, problems: problems,
                source: source, places: places,
                cells: isComparable ? managed.rowFingerprint(of: converted.fields) : nil))
    }

    /// Whether a row mentions all managed fields, so that it can be compared by its fingerprint.
    private func isWhole(_ fields: Fields) -> Bool {
        guard fields.count == managed.fields.count else { return false }
        return zip(fields.names, managed.fields).allSatisfy { $0 == $1.name }
            || managed.fields.allSatisfy { fields[$0.name] != nil }
    }
}

extension RowFailure {
    /// The failure of a row with a cell that its field does not take.
    fileprivate init(_ problem: CellProblem) {
        self.init(.invalidValue, field: problem.field, message: "\(problem).")
    }

    /// The failure of a row whose key cannot be used.
    fileprivate init(key problem: CellProblem) {
        self.init(.unusableKey, field: problem.field, message: "\(problem).")
    }
}
